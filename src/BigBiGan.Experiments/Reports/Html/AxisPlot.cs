using System.Globalization;
using System.Text;
using BigBiGan.Training.Evaluation.Protocols;

namespace BigBiGan.Experiments.Reports.Html;

/// <summary>A metric against the values of one axis, a line per set of rows that differ in that axis alone, as SVG.</summary>
internal static class AxisPlot
{
    private const int Width = 400;
    private const int Height = 240;
    private const int Left = 46;
    private const int Right = 14;
    private const int Top = 10;
    private const int Bottom = 38;

    /// <param name="id">Of the figure, unique in the page.</param>
    /// <param name="key">The axis: <c>training.batch</c>.</param>
    /// <returns>Null where the axis gives no line: fewer than two of its values were measured.</returns>
    public static string? Write(string id, ReportColumn column, string key, GridReport report, RowNames names)
    {
        var points = report.Rows
            .Select((row, i) => new Point(i, Text(row, key), Rest(row, key), row.Value(column, Subject.Model)!))
            .Where(point => point.At is not null && point.Value is not null).ToList();
        var values = points.Select(point => point.At!).Distinct().ToList();
        if (values.Count < 2)
        {
            return null;
        }

        // numbers stand where they are, where all are numbers; other values stand side by side
        var numbers = values.Select(Number).ToList();
        var places = numbers.All(number => number is not null) ? numbers.Select(number => number!.Value).ToList() : [.. values.Select((_, i) => (double)i)];
        var isLogarithmic = numbers.All(number => number > 0) && places.Max() / places.Min() >= 8;
        var place = values.Zip(places, (text, at) => (text, at: isLogarithmic ? Math.Log(at) : at)).ToDictionary(pair => pair.text, pair => pair.at);
        var x = PlotScale.Around(place.Values, Left, Width - Right, margin: 0.1);
        var ends = points.SelectMany(point => new[] { -1, 1 }.Select(sign => point.Value.Mean + (sign * (point.Value.Deviation ?? 0))));
        var y = PlotScale.Around(ends, Height - Bottom, Top);
        var svg = new StringBuilder();
        svg.Append($"""<figure class="plot" id="{id}"><figcaption id="{id}-t">""");
        svg.Append($"""{ColumnName.Html(column)} against {HtmlText.Of(key)}, {ColumnName.Better(column)}</figcaption>""");
        svg.Append($"""<svg viewBox="0 0 {Width} {Height}" role="img" aria-labelledby="{id}-t" aria-describedby="{id}-d">""");
        svg.Append($"""<desc id="{id}-d">""");
        svg.Append($"""{HtmlText.Of(string.Join("; ", points.Select(point => $"{names.Names[point.Row]} {point.Value.Text(column.Format)}")))}</desc>""");
        PlotFrame.Horizontal(svg, y, Left, Width - Right);
        foreach (var (text, at) in place)
        {
            svg.Append($"""<text class="tick" x="{x.Text(at)}" y="{Height - Bottom + 15}" text-anchor="middle">{HtmlText.Of(text)}</text>""");
        }

        svg.Append($"""<text class="tick" x="{Width - Right}" y="{Height - 6}" text-anchor="end">""");
        svg.Append($"""{HtmlText.Of(key)}{(isLogarithmic ? ", logarithmic" : "")}</text>""");
        foreach (var line in points.GroupBy(point => point.Rest).Select(line => line.OrderBy(point => place[point.At!]).ToList()))
        {
            var path = string.Join('L', line.Select(point => $"{x.Text(place[point.At!])} {y.Text(point.Value.Mean)}"));
            svg.Append($"""<path class="line c{line[0].Row % PlotFrame.Colours}" data-row="{line[0].Row}" d="M{path}"/>""");
            foreach (var point in line)
            {
                Dot(svg, point, x.Text(place[point.At!]), y, column, names, line[0].Row);
            }
        }

        return svg.Append("</svg></figure>\n").ToString();
    }

    private static void Dot(StringBuilder svg, Point point, string at, PlotScale y, ReportColumn column, RowNames names, int colour)
    {
        svg.Append($"""<g data-row="{point.Row}" class="c{colour % PlotFrame.Colours}"><title>""");
        svg.Append($"""{HtmlText.Of($"{names.Names[point.Row]}: {point.Value.Text(column.Format)}")}</title>""");
        if (point.Value.Deviation is { } deviation)
        {
            svg.Append($"""<line class="bar" x1="{at}" x2="{at}" y1="{y.Text(point.Value.Mean - deviation)}" y2="{y.Text(point.Value.Mean + deviation)}"/>""");
        }

        svg.Append($"""<circle class="dot" cx="{at}" cy="{y.Text(point.Value.Mean)}" r="4"/></g>""");
    }

    private static string? Text(ReportRow row, string key) => row.Cells[0].Planned.Cell.Axes.FirstOrDefault(axis => axis.Key == key)?.Value;

    /// <summary>What else a row is: equal for the rows of one line.</summary>
    private static string Rest(ReportRow row, string key) => string.Join(
        ", ",
        row.Cells[0].Planned.Cell.Axes
            .Where(axis => axis.Key != key)
            .Select(axis => $"{axis.Key} {axis.Value}")
            .Prepend(row.Cells[0].Planned.Cell.VariantPath));

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    private sealed record Point(int Row, string? At, string Rest, Spread Value);
}
