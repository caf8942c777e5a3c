using System.Globalization;
using System.Text;
using BigBiGan.Training.Evaluation.Protocols;

namespace BigBiGan.Experiments.Reports.Html;

/// <summary>A metric of every row: the mean with the deviation of one seed, each seed, and the untrained networks, as SVG.</summary>
internal static class DotPlot
{
    private const int Width = 400;
    private const int Line = 36;
    private const int Top = 4;
    private const int Bottom = 22;

    /// <summary>The untrained networks are shown where they do not press all others into so small a part of the picture.</summary>
    private const double Wider = 2.5;

    /// <param name="id">Of the figure, unique in the page.</param>
    public static string Write(string id, ReportColumn column, GridReport report, RowNames names)
    {
        var rows = report.Rows
            .Select((row, i) => (Row: row, Index: i, Value: row.Value(column, Subject.Model), Untrained: row.Value(column, Subject.Untrained)))
            .Where(row => row.Value is not null).ToList();
        var height = Top + (rows.Count * Line) + Bottom;
        var (x, showsUntrained) = Horizontal(column, rows.Select(row => row.Row).ToList());
        var svg = new StringBuilder();
        svg.Append($"""<figure class="plot" id="{id}"><figcaption id="{id}-t">""");
        svg.Append($"""{ColumnName.Html(column)}, {ColumnName.Better(column)}{(showsUntrained ? "" : "; untrained lies outside")}</figcaption>""");
        svg.Append($"""<svg viewBox="0 0 {Width} {height}" role="img" aria-labelledby="{id}-t" aria-describedby="{id}-d">""");
        svg.Append($"""<desc id="{id}-d">""");
        svg.Append($"""{HtmlText.Of(string.Join("; ", rows.Select(row => $"{names.Names[row.Index]} {row.Value!.Text(column.Format)}")))}</desc>""");
        PlotFrame.Vertical(svg, x, Top, height - Bottom);
        if (report.Base.Value(column, Subject.Model) is { } first && rows.Count > 1)
        {
            svg.Append($"""<line class="base" x1="{x.Text(first.Mean)}" x2="{x.Text(first.Mean)}" y1="{Top}" y2="{height - Bottom}"/>""");
        }

        foreach (var ((row, index, value, untrained), place) in rows.Select((row, place) => (row, place)))
        {
            var (text, y) = (Top + (place * Line) + 13, Top + (place * Line) + 24);
            svg.Append($"""<g data-row="{index}" class="c{index % PlotFrame.Colours}"><title>""");
            svg.Append($"""{HtmlText.Of($"{names.Names[index]}: {value!.Text(column.Format)}{Beside(untrained, column)}")}</title>""");
            svg.Append($"""<text class="name" x="0" y="{text}">{HtmlText.Of(names.Names[index])}</text>""");
            svg.Append($"""<text class="value" x="{Width}" y="{text}" text-anchor="end">{value.Text(column.Format)}</text>""");
            if (untrained is not null && showsUntrained)
            {
                svg.Append($"""<circle class="untrained" cx="{x.Text(untrained.Mean)}" cy="{y}" r="3.5"/>""");
            }

            if (value.Deviation is { } deviation)
            {
                svg.Append($"""<line class="bar" x1="{x.Text(value.Mean - deviation)}" x2="{x.Text(value.Mean + deviation)}" y1="{y}" y2="{y}"/>""");
            }

            foreach (var seed in row.Cells.Select(cell => cell.Value(column, Subject.Model)).OfType<double>())
            {
                svg.Append($"""<circle class="seed" cx="{x.Text(seed)}" cy="{y}" r="2"/>""");
            }

            svg.Append($"""<circle class="dot" cx="{x.Text(value.Mean)}" cy="{y}" r="4"/></g>""");
        }

        return svg.Append("</svg></figure>\n").ToString();
    }

    private static (PlotScale Scale, bool ShowsUntrained) Horizontal(ReportColumn column, IReadOnlyList<ReportRow> rows)
    {
        double[] trained =
        [
            .. rows.SelectMany(row => row.Cells).Select(cell => cell.Value(column, Subject.Model)).OfType<double>(),
            .. rows.Select(row => row.Value(column, Subject.Model)).Where(value => value?.Deviation is not null)
                .SelectMany(value => new[] { value!.Mean - value.Deviation!.Value, value.Mean + value.Deviation!.Value }),
        ];
        double[] all = [.. trained, .. rows.Select(row => row.Value(column, Subject.Untrained)?.Mean).OfType<double>()];
        var shows = all.Length > trained.Length && all.Max() - all.Min() <= Wider * (trained.Max() - trained.Min());
        return (PlotScale.Around(shows ? all : trained, 6, Width - 6), shows || all.Length == trained.Length);
    }

    private static string Beside(Spread? untrained, ReportColumn column) =>
        untrained is null ? "" : $", untrained {untrained.Mean.ToString(column.Format, CultureInfo.InvariantCulture)}";
}
