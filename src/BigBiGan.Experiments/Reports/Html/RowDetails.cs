using System.Globalization;
using System.Text;
using BigBiGan.Experiments.Results;
using BigBiGan.Training.Errors;
using BigBiGan.Training.Evaluation.Protocols;
using BigBiGan.Training.Runs;

namespace BigBiGan.Experiments.Reports.Html;

/// <summary>A row by itself: what sets it apart from the base row, its cells with their numbers and hashes, its whole spec.</summary>
internal static class RowDetails
{
    public static string Write(GridReport report, ReportRow row, int index, string name)
    {
        var html = new StringBuilder();
        html.Append($"""<details class="row" id="row-{index}" data-row="{index}"><summary><span class="key c{index % PlotFrame.Colours}"></span>""");
        html.Append($"""{HtmlText.Of(name)}</summary><p class="note">{HtmlText.Of(row.Label)}</p>""");
        html.Append(Difference(report, row));
        html.Append("""<h3>Cells</h3><div class="scroll" role="region" aria-label="cells" tabindex="0"><table><thead><tr><th scope="col">seed</th>""");
        html.Append("""<th scope="col">identity</th>""");
        foreach (var column in report.Columns)
        {
            html.Append($"""<th scope="col" class="num">{ColumnName.Html(column)}</th>""");
        }

        html.Append("""<th scope="col" class="num">steps</th><th scope="col" class="num">minutes</th><th scope="col">trained by</th></tr></thead><tbody>""");
        foreach (var cell in row.Cells)
        {
            Cell(html, report, cell);
        }

        html.Append("</tbody></table></div>");
        html.Append($"""<details><summary>The whole spec</summary>{Spec(row)}</details></details>""");
        return html.Append('\n').ToString();
    }

    /// <summary>Why a cell has no number; for people.</summary>
    public static string Missing(CellFolder folder) =>
        folder.Failure is { } failure ? $"failed: {failure}" : folder.Exists ? "is not finished" : "was not run";

    private static string Difference(GridReport report, ReportRow row)
    {
        if (row == report.Base)
        {
            return """<p>This is the base row: the others are compared with it.</p>""";
        }

        var (from, to) = (report.Base.Cells[0].Planned.Spec, row.Cells[0].Planned.Spec);
        var keys = from.Keys.Union(to.Keys).Where(key => from.GetValueOrDefault(key) != to.GetValueOrDefault(key)).Order(StringComparer.Ordinal).ToList();
        if (keys.Count == 0)
        {
            return "<p>Its spec is that of the base row.</p>";
        }

        var rows = keys.Select(key =>
            $"<tr><th scope=\"row\"><code>{HtmlText.Of(key)}</code></th>{Value(from.GetValueOrDefault(key))}{Value(to.GetValueOrDefault(key))}</tr>");
        return """<h3>Beside the base row</h3><div class="scroll" role="region" aria-label="keys" tabindex="0"><table><thead><tr>"""
            + $"""<th scope="col">key</th><th scope="col">base</th><th scope="col">here</th></tr></thead><tbody>{string.Concat(rows)}</tbody></table></div>""";
    }

    private static string Value(string? value) => value is null ? """<td class="none">none</td>""" : $"<td><code>{HtmlText.Of(value)}</code></td>";

    private static void Cell(StringBuilder html, GridReport report, ReportCell cell)
    {
        html.Append($"""<tr><td>{cell.Planned.Cell.Seed}</td><td><code>{cell.Planned.Cell.Identity[..12]}</code></td>""");
        if (cell.Result is not { } result)
        {
            html.Append($"""<td colspan="{report.Columns.Count + 3}" class="missing">{HtmlText.Of(Missing(cell.Folder))}</td></tr>""");
            return;
        }

        foreach (var column in report.Columns)
        {
            var value = cell.Value(column, Subject.Model)?.ToString(column.Format, CultureInfo.InvariantCulture);
            html.Append($"""<td class="num">{value ?? "–"}</td>""");
        }

        html.Append(CultureInfo.InvariantCulture, $"""<td class="num">{result.Step}</td><td class="num">{result.Seconds / 60:0.0}</td>""");
        html.Append($"""<td>{HtmlText.Of(TrainedBy(cell.Folder))}</td></tr>""");
    }

    private static string TrainedBy(CellFolder folder)
    {
        try
        {
            var run = RunFolder.Open(folder.Run).Identity;
            return $"{run.Version}, {run.Device}, spec {run.SpecHash[..12]}";
        }
        catch (RunException)
        {
            return "its run is gone"; // a result may outlive it
        }
    }

    private static string Spec(ReportRow row)
    {
        var lines = row.Cells[0].Planned.Spec.Select(key => $"{key.Key}: {key.Value}");
        return $"""<pre tabindex="0"><code>{HtmlText.Of(string.Join('\n', lines))}</code></pre>""";
    }
}
