using System.Globalization;
using System.Text;
using BigBiGan.Dsl.State;
using BigBiGan.Training.Evaluation.Protocols;
using BigBiGan.Training.Text;

namespace BigBiGan.Experiments.Reports;

/// <summary>A report as one Markdown page with its pictures beside it. The same results give the same bytes.</summary>
public static class ReportMarkdown
{
    /// <summary>Writes <c>report.md</c> and copies the pictures of each row's first seed.</summary>
    /// <param name="against">The cells beside those of other results; null where nobody asked for them.</param>
    /// <returns>The page.</returns>
    public static string Write(GridReport report, string folder, AgainstReport? against = null)
    {
        Directory.CreateDirectory(folder);
        foreach (var picture in report.Rows.SelectMany(Pictures))
        {
            DurableFile.Write(Path.Combine(folder, picture.Name), File.ReadAllBytes(picture.Source));
        }

        var page = Path.Combine(folder, "report.md");
        DurableFile.Write(page, Text(report, against));
        return page;
    }

    public static string Text(GridReport report, AgainstReport? against = null)
    {
        var text = new StringBuilder();
        Line($"# {report.Name}");
        Line();
        var summary = report.Summary.Length > 0 ? $"{report.Summary}; " : "";
        Line($"{summary}`{report.Path}`, {Done(report)} of {Quantity.Count(report.Rows.Sum(row => row.Cells.Count), "cell")} done.");
        Line();
        Table(report, Line);
        foreach (var column in report.Columns)
        {
            Line($"- ({column.Note}) {column.Metric}: {column.Protocol.Text}");
        }

        Baselines(report, Line);
        Collapsed(report, Line);
        Missing(report, Line);
        if (against is not null)
        {
            Against(against, Line);
        }

        foreach (var row in report.Rows.Where(row => Pictures(row).Count > 0))
        {
            Line();
            Line($"## {row.Label}");
            Line();
            foreach (var (name, _, what) in Pictures(row))
            {
                Line($"![{what} of {row.Label}]({name})");
            }
        }

        return text.ToString();

        void Line(string line = "") => text.Append(line).Append('\n');
    }

    private static void Table(GridReport report, Action<string> line)
    {
        line($"| | parameters | multiply-adds | seeds | {string.Concat(report.Columns.Select(column => $"{column.Metric} ({column.Note}) | "))}minutes |");
        line($"|---|---|---|---|{string.Concat(report.Columns.Select(_ => "---|"))}---|");
        foreach (var row in report.Rows)
        {
            var first = row.Cells[0].Planned;
            var values = report.Columns.Select(column => $"{Value(row, column)} | ");
            line(
                $"| {row.Label} | {Quantity.Exact(first.Parameters)} | {Quantity.Exact(first.MultiplyAdds)} | "
                + $"{Seeds(row)} | {string.Concat(values)}{row.Minutes?.Text("0.0") ?? "-"} |");
        }

        line("");
        line(
            "Means over seeds ± the deviation of one seed, in brackets the same networks untrained. "
            + $"Minutes are of training one cell on {Threads(report)}. "
            + "A letter is a protocol: numbers of different letters do not compare. "
            + $"The `rate` of a calibration by these cells: {report.Rate.ToString("0.0e+0", CultureInfo.InvariantCulture)}.");
        line("");
    }

    /// <summary>Cell by cell; what moved by more than the deviation of one seed is bold.</summary>
    private static void Against(AgainstReport against, Action<string> line)
    {
        line("");
        line($"## Beside {against.Path}");
        line("");
        line($"| | {string.Concat(against.Columns.Select(column => $"{column.Metric} ({column.Note}) | "))}changed since |");
        line($"|---|{string.Concat(against.Columns.Select(_ => "---|"))}---|");
        foreach (var cell in against.Cells)
        {
            var values = against.Columns.Select(column => $"{Movement(cell.Movements.FirstOrDefault(movement => movement.Column == column))} | ");
            line($"| {cell.Cell.Planned.Label} | {string.Concat(values)}{string.Join("; ", cell.Changes.Append(cell.Trouble).OfType<string>())} |");
        }

        line("");
        line("Bold: moved by more than the deviation of one seed.");
    }

    internal static string Movement(Movement? movement)
    {
        if (movement is null)
        {
            return "-";
        }

        var format = movement.Column.Format;
        var difference = $"{(movement.Difference < 0 ? "" : "+")}{movement.Difference.ToString(format, CultureInfo.InvariantCulture)}";
        var values = $"{movement.Before.ToString(format, CultureInfo.InvariantCulture)} -> {movement.After.ToString(format, CultureInfo.InvariantCulture)}";
        return movement.IsLarge ? $"{values} (**{difference}, {(movement.Worse > 0 ? "worse" : "better")}**)" : $"{values} ({difference})";
    }

    internal static string Value(ReportRow row, ReportColumn column)
    {
        var untrained = row.Value(column, Subject.Untrained) is { } value ? $" ({value.Mean.ToString(column.Format, CultureInfo.InvariantCulture)})" : "";
        return row.Value(column, Subject.Model) is { } trained ? trained.Text(column.Format) + untrained : "-";
    }

    /// <summary>Numbers of the same protocol without any network: the same for every row.</summary>
    private static void Baselines(GridReport report, Action<string> line)
    {
        foreach (var column in report.Columns)
        {
            foreach (var (subject, name) in new[] { (Subject.Pixels, "of pixels as features"), (Subject.Real, "of real images in place of samples") })
            {
                if (report.Rows.Select(row => row.Value(column, subject)).FirstOrDefault(value => value is not null) is { } value)
                {
                    line($"- ({column.Note}) {column.Metric} {name}: {value.Mean.ToString(column.Format, CultureInfo.InvariantCulture)}");
                }
            }
        }
    }

    /// <summary>A distance alone does not show which samples cover nothing.</summary>
    private static void Collapsed(GridReport report, Action<string> line)
    {
        foreach (var (label, what) in report.Collapsed)
        {
            line($"- **{label}**: {what}");
        }
    }

    private static void Missing(GridReport report, Action<string> line)
    {
        var missing = report.Rows.SelectMany(row => row.Cells).Where(cell => cell.Result is null).ToList();
        if (missing.Count > 0)
        {
            line("");
        }

        foreach (var cell in missing)
        {
            var why = cell.Folder.Failure is { } failure ? $"failed: {failure}" : cell.Folder.Exists ? "is not finished" : "was not run";
            line($"- **missing**: {cell.Planned.Label} {why}");
        }
    }

    private static List<(string Name, string Source, string What)> Pictures(ReportRow row)
    {
        if (row.Cells.FirstOrDefault(cell => cell.Result is not null) is not { } cell)
        {
            return [];
        }

        return
        [
            .. cell.Result!.Pictures.Where(name => !name.StartsWith("losses", StringComparison.Ordinal))
                .Select(name => ($"{cell.Planned.FolderName}-{name}", Path.Combine(cell.Folder.Run, name), Path.GetFileNameWithoutExtension(name)))
                .Where(picture => File.Exists(picture.Item2)),
        ];
    }

    internal static string Seeds(ReportRow row) => row.Done == row.Cells.Count ? Number(row.Done) : $"{Number(row.Done)} of {Number(row.Cells.Count)}";

    private static string Threads(GridReport report)
    {
        var threads = report.Rows
            .SelectMany(row => row.Cells)
            .Where(cell => cell.Result is not null)
            .Select(cell => cell.Result!.Threads).Distinct().Order().ToList();
        return threads is [1] or [] ? "one thread" : $"{string.Join(" or ", threads.Select(count => Number(count)))} threads";
    }

    private static string Done(GridReport report) => Number(report.Rows.Sum(row => row.Done));

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
