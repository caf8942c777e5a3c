using System.Globalization;
using System.Text;
using BigBiGan.Training.Evaluation.Protocols;

namespace BigBiGan.Experiments.Reports;

/// <summary>
/// A report as CSV (RFC 4180): a record per row and column of the table, so that a number stands beside the protocol that it was measured
/// by. Numbers are as exact as they were measured.
/// </summary>
public static class ReportCsv
{
    private static readonly string[] First = ["row", "variant"];

    private static readonly string[] Rest =
    [
        "parameters", "multiply_adds", "metric", "protocol", "seeds", "mean", "deviation", "untrained",
        "difference", "low", "high", "p", "pairs", "minutes",
    ];

    public static string Text(GridReport report)
    {
        var axes = report.Rows.SelectMany(row => row.Cells[0].Planned.Cell.Axes).Select(axis => axis.Key).Distinct().ToList();
        var text = new StringBuilder();
        Record(text, [.. First, .. axes, .. Rest]);
        foreach (var row in report.Rows)
        {
            foreach (var column in report.Columns)
            {
                if (row.Value(column, Subject.Model) is { } value)
                {
                    Record(text, [.. Fields(report, row, column, value, axes)]);
                }
            }
        }

        return text.ToString();
    }

    private static IEnumerable<string> Fields(GridReport report, ReportRow row, ReportColumn column, Spread value, IReadOnlyList<string> axes)
    {
        var planned = row.Cells[0].Planned;
        var difference = row == report.Base ? null : row.Difference(column, report.Base);
        return
        [
            row.Label, planned.Cell.VariantPath,
            .. axes.Select(key => planned.Cell.Axes.FirstOrDefault(axis => axis.Key == key)?.Value ?? ""),
            planned.Parameters.ToString(CultureInfo.InvariantCulture), planned.MultiplyAdds.ToString(CultureInfo.InvariantCulture),
            column.Metric, column.Protocol.Text, value.Count.ToString(CultureInfo.InvariantCulture), Number(value.Mean), Number(value.Deviation),
            Number(row.Value(column, Subject.Untrained)?.Mean),
            Number(difference?.Mean), Number(difference?.Low), Number(difference?.High), Number(difference?.P),
            difference?.Pairs.ToString(CultureInfo.InvariantCulture) ?? "",
            Number(row.Minutes?.Mean),
        ];
    }

    private static string Number(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? "";

    private static void Record(StringBuilder text, IReadOnlyList<string> fields) => text.AppendJoin(',', fields.Select(Field)).Append("\r\n");

    /// <summary>In double quotes, which are doubled inside, where it holds what tells fields and records apart.</summary>
    private static string Field(string text) =>
        text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
