using System.Globalization;
using System.Text;
using BigBiGan.Dsl.State;
using BigBiGan.Training.Evaluation;

namespace BigBiGan.Experiments.Reports;

/// <summary>A report as one Markdown page with its pictures beside it. The same results give the same bytes.</summary>
public static class ReportMarkdown
{
    /// <summary>Writes <c>report.md</c> and copies the pictures of each row's first seed.</summary>
    /// <returns>The page.</returns>
    public static string Write(GridReport report, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var picture in report.Rows.SelectMany(Pictures))
        {
            DurableFile.Write(Path.Combine(folder, picture.Name), File.ReadAllBytes(picture.Source));
        }

        var page = Path.Combine(folder, "report.md");
        DurableFile.Write(page, Text(report));
        return page;
    }

    public static string Text(GridReport report)
    {
        var text = new StringBuilder();
        Line($"# {report.Name}");
        Line();
        Line($"{(report.Summary.Length > 0 ? $"{report.Summary}; " : "")}`{report.Path}`, {Done(report)} of {Count(report.Rows.Sum(row => row.Cells.Count), "cell")} done.");
        Line();
        Table(report, Line);
        foreach (var column in report.Columns)
        {
            Line($"- ({column.Note}) {column.Metric}: {column.Protocol.Text}");
        }

        Baselines(report, Line);
        Missing(report, Line);
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
            var values = report.Columns.Select(column => $"{row.Value(column, Subject.Model)?.Text(Format(column)) ?? "-"} | ");
            line($"| {row.Label} | {Grouped(first.Parameters)} | {Grouped(first.MultiplyAdds)} | {Seeds(row)} | {string.Concat(values)}{row.Minutes?.Text("0.0") ?? "-"} |");
        }

        line("");
        line($"Means over seeds ± the deviation of one seed. Minutes are of training one cell on {Threads(report)}. A letter is a protocol: numbers of different letters do not compare. The `rate` of a calibration by these cells: {report.Rate.ToString("0.0e+0", CultureInfo.InvariantCulture)}.");
        line("");
    }

    /// <summary>Numbers of the same protocol that training did not make.</summary>
    private static void Baselines(GridReport report, Action<string> line)
    {
        var baselines = report.Columns.SelectMany(column => new[] { Subject.Untrained, Subject.Pixels, Subject.Real }.SelectMany(subject => report.Rows
            .Select(row => (row.Label, Value: row.Value(column, subject)))
            .Where(found => found.Value is not null)
            .Take(subject == Subject.Untrained ? int.MaxValue : 1) // pixels and real images are the same for every row
            .Select(found => $"| ({column.Note}) {column.Metric} | {Name(subject)} | {(subject == Subject.Untrained ? found.Label : "")} | {found.Value!.Text(Format(column))} |"))).ToList();
        if (baselines.Count > 0)
        {
            line("");
            line("| under the same protocol | of | | |");
            line("|---|---|---|---|");
            baselines.ForEach(line);
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

    private static string Seeds(ReportRow row) => row.Done == row.Cells.Count ? Number(row.Done) : $"{Number(row.Done)} of {Number(row.Cells.Count)}";

    private static string Threads(GridReport report)
    {
        var threads = report.Rows.SelectMany(row => row.Cells).Where(cell => cell.Result is not null).Select(cell => cell.Result!.Threads).Distinct().Order().ToList();
        return threads is [1] or [] ? "one thread" : $"{string.Join(" or ", threads.Select(count => Number(count)))} threads";
    }

    private static string Format(ReportColumn column) => column.Metric.StartsWith("frechet", StringComparison.Ordinal) ? "0.00" : "0.000";

    private static string Name(Subject subject) => subject switch
    {
        Subject.Model => "trained",
        Subject.Untrained => "untrained",
        Subject.Pixels => "pixels",
        Subject.Real => "real images",
    };

    private static string Done(GridReport report) => Number(report.Rows.Sum(row => row.Done));

    private static string Count(int count, string noun) => $"{Number(count)} {noun}{(count == 1 ? "" : "s")}";

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Grouped(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);
}
