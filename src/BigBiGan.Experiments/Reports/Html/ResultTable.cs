using System.Globalization;
using System.Text;
using BigBiGan.Training.Evaluation.Protocols;
using BigBiGan.Training.Text;

namespace BigBiGan.Experiments.Reports.Html;

/// <summary>The table of a grid: a row per row, a column per metric and protocol; its script sorts, filters and groups it.</summary>
internal static class ResultTable
{
    public static string Write(GridReport report, RowNames names)
    {
        var html = new StringBuilder();
        html.Append("""<div class="scroll" role="region" aria-labelledby="results" tabindex="0"><table id="table" class="results"><thead><tr>""");
        html.Append("""<th scope="col" data-sort="text">row</th><th scope="col" class="num" data-sort="number" title="seeds">seeds</th>""");
        foreach (var column in report.Columns)
        {
            html.Append($"""<th scope="col" class="num" data-sort="number" title="{HtmlText.Of(column.Title)}, {ColumnName.Better(column)}">""");
            html.Append($"""{ColumnName.Html(column)}</th>""");
        }

        html.Append("""
            <th scope="col" class="num" data-sort="number">parameters</th><th scope="col" class="num" data-sort="number">multiply-adds</th>
            <th scope="col" class="num" data-sort="number" title="of training one cell">minutes</th></tr></thead>
            <tbody>

            """);
        foreach (var (row, i) in report.Rows.Select((row, i) => (row, i)))
        {
            Row(html, report, row, i, names);
        }

        html.Append("</tbody>\n<tfoot>");
        foreach (var (subject, name) in new[] { (Subject.Pixels, "pixels as features"), (Subject.Real, "real images as samples") })
        {
            Baseline(html, report, subject, name);
        }

        return html.Append("</tfoot></table></div>\n").ToString();
    }

    private static void Row(StringBuilder html, GridReport report, ReportRow row, int index, RowNames names)
    {
        var first = row.Cells[0].Planned;
        var values = names.Varying.Select(key => first.Cell.Axes.FirstOrDefault(axis => axis.Key == key)?.Value ?? "as it was");
        var axes = values.Select((value, i) => $""" data-axis-{i}="{HtmlText.Of(value)}" """);
        var mark = row == report.Base ? """ <span class="tag">base</span>""" : "";
        html.Append($"""<tr data-row="{index}" data-variant="{HtmlText.Of(first.Cell.VariantPath)}"{string.Concat(axes)}><th scope="row">""");
        html.Append($"""<a class="c{index % PlotFrame.Colours}" href="#row-{index}" title="{HtmlText.Of(row.Label)}">{HtmlText.Of(names.Names[index])}""");
        html.Append($"""</a>{mark}</th>""");
        html.Append($"""<td class="num" data-value="{row.Done}">{(row.Done == row.Cells.Count ? $"{row.Done}" : $"{row.Done} of {row.Cells.Count}")}</td>""");
        foreach (var column in report.Columns)
        {
            Value(html, report, row, column);
        }

        html.Append($"""<td class="num" data-value="{first.Parameters}">{Quantity.Short(first.Parameters)}</td>""");
        html.Append($"""<td class="num" data-value="{first.MultiplyAdds}">{Quantity.Short(first.MultiplyAdds)}</td>""");
        html.Append(row.Minutes is { } minutes
            ? $"""<td class="num" data-value="{HtmlText.Number(minutes.Mean)}">{Spread(minutes, "0.0")}</td></tr>"""
            : """<td class="num none">–</td></tr>""");
        html.Append('\n');
    }

    /// <summary>Mean and deviation; below them the same networks untrained, and the difference to the base row.</summary>
    private static void Value(StringBuilder html, GridReport report, ReportRow row, ReportColumn column)
    {
        if (row.Value(column, Subject.Model) is not { } value)
        {
            html.Append("""<td class="num none">–</td>""");
            return;
        }

        html.Append($"""<td class="num" data-value="{HtmlText.Number(value.Mean)}">{Spread(value, column.Format)}""");
        if (value.Count < row.Cells.Count)
        {
            html.Append($"""<span class="sub">n {value.Count}</span>""");
        }

        if (row.Value(column, Subject.Untrained) is { } untrained)
        {
            html.Append($"""<span class="sub">untrained {untrained.Mean.ToString(column.Format, CultureInfo.InvariantCulture)}</span>""");
        }

        if (row != report.Base && row.Difference(column, report.Base) is { } difference)
        {
            html.Append(Difference(difference, column));
        }

        html.Append("</td>");
    }

    /// <summary><c>+0.012 p 0.08</c> over its interval, <c>[-0.003, 0.027]</c>; grey where it is not significant.</summary>
    public static string Difference(PairedDifference difference, ReportColumn column)
    {
        var kind = !difference.IsSignificant ? "faint" : column.Worse(difference.Mean) > 0 ? "worse" : "better";
        var word = !difference.IsSignificant ? "not significant" : kind;
        return $"""<span class="sub {kind}" title="{word}: difference to the base row over {difference.Pairs} common seeds, 95 % interval, p">"""
            + $"{HtmlText.Signed(difference.Mean, column.Format)} p {P(difference.P)}<br>"
            + $"[{HtmlText.Plain(difference.Low, column.Format)}, {HtmlText.Plain(difference.High, column.Format)}]</span>";
    }

    public static string P(double p) => p < 0.001 ? "&lt;0.001" : p.ToString("0.000", CultureInfo.InvariantCulture);

    public static string Spread(Spread value, string format) => value.Deviation is { } deviation
        ? $"""{value.Mean.ToString(format, CultureInfo.InvariantCulture)}<span class="dev"> ±{deviation.ToString(format, CultureInfo.InvariantCulture)}"""
            + """</span>"""
        : value.Mean.ToString(format, CultureInfo.InvariantCulture);

    /// <summary>Numbers of the same protocol without any network: the same for every row.</summary>
    private static void Baseline(StringBuilder html, GridReport report, Subject subject, string name)
    {
        var values = report.Columns
            .Select(column => report.Rows.Select(row => row.Value(column, subject)?.Mean).FirstOrDefault(mean => mean is not null)).ToList();
        if (values.All(value => value is null))
        {
            return;
        }

        html.Append($"""<tr><th scope="row">{name}</th><td></td>""");
        foreach (var (value, column) in values.Zip(report.Columns))
        {
            html.Append($"""<td class="num">{value?.ToString(column.Format, CultureInfo.InvariantCulture)}</td>""");
        }

        html.Append("<td></td><td></td><td></td></tr>");
    }
}
