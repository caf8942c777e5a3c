using System.Text;
using BigBiGan.Training.Text;

namespace BigBiGan.Experiments.Reports;

/// <summary>
/// A report as one comment on a pull request. Whatever came of the grid, it is within <see cref="Limit"/>: its parts share that, and a part that is
/// longer than its share loses rows from its end and says how many. Names and reasons are code, so that nothing in them mentions a person or is read as HTML.
/// </summary>
public static class ReportComment
{
    /// <summary>GitHub takes 65,536 characters; here they are bytes of UTF-8, which are never fewer. GitLab takes more.</summary>
    public const int Limit = 65_536;

    private const int LongestReason = 200;

    /// <summary>The first line of a grid's comment, by which it is found again; shown to nobody.</summary>
    public static string Marker(string grid) => $"<!-- bigbigan grid report {grid.Replace(">", "&gt;", StringComparison.Ordinal)} -->";

    /// <param name="against">The cells beside those of other results; null where nobody asked for them.</param>
    /// <param name="link">Where the pages and the pictures are; null where they are nowhere.</param>
    public static string Text(GridReport report, AgainstReport? against = null, string? link = null)
    {
        var cells = report.Cells.ToList();
        var head = $"{Marker(report.Path)}\n### {Code(report.Path)}: {report.Rows.Sum(row => row.Done)} of {Quantity.Count(cells.Count, "cell")} done\n";
        if (link is not null)
        {
            head += $"\n[The whole report, with pictures and curves]({link})\n";
        }

        List<CommentPart> parts =
        [
            NotDone(cells),
            .. against is null ? [] : new[] { Beside(against) },
            .. report.Columns.Count == 0 ? [] : new[] { Table(report), Protocols(report) },
        ];
        var where = link is null ? "the whole report has them" : $"[the whole report]({link}) has them";
        return head + CommentPart.Fit([.. parts.Where(part => !part.IsEmpty)], Limit - Encoding.UTF8.GetByteCount(head), where);
    }

    private static CommentPart NotDone(IReadOnlyList<ReportCell> cells)
    {
        var missing = cells.Where(cell => cell.Result is null).ToList();
        var begun = missing.Where(cell => cell.Folder.Exists).ToList();
        var rest = missing.Count - begun.Count;
        return new CommentPart(
            "\n#### Not done\n\n",
            [.. begun.Select(cell => $"- {Code(cell.Planned.Label)} {Reason(cell.Folder.Failure)}\n")],
            rest == 0 ? "" : $"- {Quantity.Count(rest, "cell")} {(rest == 1 ? "was" : "were")} not run here.\n");
    }

    private static string Reason(string? failure) => failure is null ? "is not finished"
        : $"failed: {Code(failure.Length <= LongestReason ? failure : $"{failure[..LongestReason]}…")}";

    /// <summary>What moved most stands first; cells that are what they were there are counted alone.</summary>
    private static CommentPart Beside(AgainstReport against)
    {
        var moved = against.Cells
            .Where(cell => cell.Cell.Result is not null)
            .Where(cell => cell.Trouble is not null || cell.Changes.Count > 0 || cell.Movements.Any(movement => movement.Difference != 0))
            .OrderBy(cell => !cell.Movements.Any(movement => movement.IsLarge)).ToList();
        var same = against.Cells.Count(cell => cell.Cell.Result is not null) - moved.Count;
        return new CommentPart(
            $"\n#### Beside {Code(against.Path)}\n"
            + (moved.Count == 0 ? "" : $"\n| |{Titles(against.Columns)} changed since |\n|---|{Rule(against.Columns)}---|\n"),
            [.. moved.Select(cell => $"| {Cell(cell.Cell.Planned.Label)} |{Movements(against, cell)} {Changes(cell)} |\n")],
            "\nBold: moved by more than the deviation of one seed. "
            + $"{Quantity.Count(same, "more cell")} {(same == 1 ? "is what it was" : "are what they were")} there.\n");
    }

    private static string Movements(AgainstReport against, AgainstCell cell) => string.Concat(against.Columns.Select(
        column => $" {ReportMarkdown.Movement(cell.Movements.FirstOrDefault(movement => movement.Column == column))} |"));

    private static string Changes(AgainstCell cell) => string.Join("; ", cell.Changes.Select(Cell).Append(cell.Trouble).OfType<string>());

    private static CommentPart Table(GridReport report)
    {
        var names = RowNames.Of([.. report.Rows.Select(row => row.Cells[0].Planned)]);
        var shared = names.Shared.Count == 0 ? "" : $" All rows have {Code(string.Join(", ", names.Shared.Select(axis => $"{axis.Key} {axis.Value}")))}.";
        return new CommentPart(
            $"\n#### Results\n\n| | seeds |{Titles(report.Columns)} minutes |\n|---|---|{Rule(report.Columns)}---|\n",
            [
                .. report.Rows.Zip(
                    names.Names,
                    (row, name) => $"| {Cell(name)} | {ReportMarkdown.Seeds(row)} |{Values(report, row)} {row.Minutes?.Text("0.0") ?? "-"} |\n"),
            ],
            $"\nMeans over seeds ± the deviation of one seed, in brackets untrained. A letter is a protocol.{shared}\n");
    }

    private static string Values(GridReport report, ReportRow row) =>
        string.Concat(report.Columns.Select(column => $" {ReportMarkdown.Value(row, column)} |"));

    private static CommentPart Protocols(GridReport report) => new(
        "\n", [.. report.Columns.Select(column => $"- ({column.Note}) {column.Metric}: {Code(column.Protocol.Text)}\n")], "");

    private static string Titles(IReadOnlyList<ReportColumn> columns) => string.Concat(columns.Select(column => $" {column.Metric} ({column.Note}) |"));

    private static string Rule(IReadOnlyList<ReportColumn> columns) => string.Concat(columns.Select(_ => "---|"));

    /// <summary>Inside a table a bar must be masked in code, too.</summary>
    private static string Cell(string text) => Code(text).Replace("|", "\\|", StringComparison.Ordinal);

    private static string Code(string text) => $"`{text.Replace('`', '\'').ReplaceLineEndings(" ")}`";
}
