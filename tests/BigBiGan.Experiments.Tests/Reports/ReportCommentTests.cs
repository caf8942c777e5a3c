using System.Text;
using BigBiGan.Experiments.Cells;
using BigBiGan.Experiments.Reports;
using BigBiGan.Experiments.Results;

namespace BigBiGan.Experiments.Tests.Reports;

public sealed class ReportCommentTests : IDisposable
{
    private const string Link = "https://example.org/report.zip";

    private readonly Lab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Fact]
    public void A_comment_begins_with_a_mark_and_has_the_table_and_a_link_to_the_pages()
    {
        foreach (var cell in _lab.Cells.Take(3))
        {
            _lab.Finish(cell, Lab.Number("probe", 0.5, Lab.Probe));
        }

        var lines = ReportComment.Text(Report(_lab.Cells), link: Link).Split('\n');
        Assert.Equal(["<!-- bigbigan grid report specs/grid -->", "### `specs/grid`: 3 of 4 cells done", "", $"[The whole report, with pictures and curves]({Link})"], lines[..4]);
        Assert.Contains("- 1 cell was not run here.", lines);
        Assert.Contains("| | seeds | probe (a) | minutes |", lines);
        Assert.Contains("| `tiny, training.batch 4` | 2 | 0.500 ± 0.000 | 1.5 ± 0.0 |", lines);
        Assert.Contains($"- (a) probe: `{Lab.Probe.Text}`", lines);
        Assert.DoesNotContain(lines, line => line.Contains("did not fit", StringComparison.Ordinal));
    }

    [Fact]
    public void Where_no_cell_came_to_an_end_the_comment_says_why()
    {
        _lab.Begin(_lab.Cells[0]);
        _lab.Results.Of(_lab.Cells[0]).Fail("no `images` <b>@someone</b>");
        var text = ReportComment.Text(Report(_lab.Cells));
        Assert.Contains("seed 0` failed: `no 'images' <b>@someone</b>`\n- 3 cells were not run here.\n", text);
        Assert.Contains(": 0 of 4 cells done\n", text);
        Assert.DoesNotContain("| seeds |", text);
    }

    [Fact]
    public void Beside_other_results_stands_what_moved_and_what_did_not_is_counted()
    {
        using var main = new Lab();
        foreach (var (cell, i) in _lab.Cells.Select((cell, i) => (cell, i)))
        {
            _lab.Finish(cell, Lab.Number("probe", 0.5, Lab.Probe));
            main.Finish(i == 3 ? Lab.Earlier(cell, "training.steps", "9") : cell, Lab.Number("probe", i == 3 ? 0.25 : 0.5, Lab.Probe));
        }

        var report = Report(_lab.Cells);
        var text = ReportComment.Text(report, AgainstReport.Of(report, main.Results));
        var rows = text[text.IndexOf("#### Beside", StringComparison.Ordinal)..text.IndexOf("#### Results", StringComparison.Ordinal)];
        Assert.Equal(1, rows.Split("| `specs/tiny").Length - 1);
        Assert.Contains("seed 1` | 0.250 -> 0.500 (**+0.250, better**) | `training.steps 9 -> 10` |\n", rows);
        Assert.Contains("3 more cells are what they were there.\n", rows);
    }

    /// <summary>4,096 rows, each of which failed, or moved beside the main branch, with names and reasons as long as they come.</summary>
    [Theory]
    [InlineData(4096, 1, 20)]
    [InlineData(4096, 1, 400)]
    [InlineData(2048, 2, 3000)]
    public void A_comment_is_within_the_limit_whatever_came_of_the_grid(int rows, int failing, int letters)
    {
        var all = Enumerable.Range(0, rows).Select(i => Cell(i, $"ö{new string('x', letters)}{i}")).ToList();
        foreach (var cell in all.Where((_, i) => i % 2 < failing).Take(300))
        {
            _lab.Begin(cell);
            _lab.Results.Of(cell).Fail($"{cell.Cell.Seed}: {new string('|', 500)}");
        }

        var result = new CellResult("", 10, 90, 1, [Lab.Number("probe", 0.5, Lab.Probe), Lab.Number("frechet", 30, Lab.Frechet)], []);
        List<ReportColumn> columns = [new("probe", Lab.Probe, 'a'), new("frechet", Lab.Frechet, 'b')];
        var cells = all.Select((cell, i) => new ReportCell(cell, _lab.Results.Of(cell), i % 2 < failing && i < 600 ? null : result)).ToList();
        var report = new GridReport("grids/large", "Large", "", columns, [.. cells.Select(cell => new ReportRow(cell.Planned.Row, [cell]))]);
        var against = new AgainstReport("main", columns, [.. cells.Select(cell => new AgainstCell(cell, ["training.batch 4 -> 8"], [.. columns.Select(column => new Movement(column, 0.25, 0.5, 0.1))], null, true))]);

        var text = ReportComment.Text(report, against, Link);
        var size = Encoding.UTF8.GetByteCount(text);
        Assert.InRange(size, ReportComment.Limit - (3 * (letters + 500)), ReportComment.Limit);
        Assert.StartsWith(ReportComment.Marker("grids/large"), text);
        foreach (var part in new[] { "#### Not done", "#### Beside `main`", "#### Results" })
        {
            var own = text[text.IndexOf(part, StringComparison.Ordinal)..].Split("####")[1];
            Assert.Contains($"more rows did not fit; [the whole report]({Link}) has them.*", own);
            Assert.Contains("xxxx", own);
        }

        Assert.EndsWith("`\n", text); // what the letters of the columns mean is whole
    }

    [Fact]
    public void What_one_part_leaves_another_takes()
    {
        CommentPart Part(string name, int rows) => new($"{name}\n", [.. Enumerable.Repeat(new string('r', 99) + "\n", rows)], "");
        string[] heads = ["few", "many", "more"];
        var text = CommentPart.Fit([Part("few", 2), Part("many", 500), Part("more", 500)], 10_000, "see there");
        var shown = heads.Select((head, i) => text[text.IndexOf(head + "\n", StringComparison.Ordinal)..(i == 2 ? text.Length : text.IndexOf(heads[i + 1] + "\n", StringComparison.Ordinal))].Count(letter => letter == 'r') / 99).ToList();
        Assert.Equal(2, shown[0]);
        Assert.Equal(shown[1], shown[2]);
        Assert.InRange(shown.Sum(), 95, 98);
        Assert.Contains($"\n*{500 - shown[1]} more rows did not fit; see there.*\n", text);
        Assert.True(Encoding.UTF8.GetByteCount(text) <= 10_000);
    }

    private GridReport Report(IReadOnlyList<PlannedCell> cells) => GridReport.Of("specs/grid", "Lab", "", cells, _lab.Results);

    private static PlannedCell Cell(int i, string variant)
    {
        var cell = Lab.Planned(Grids.Lab.Cells[0]);
        return cell with { Cell = cell.Cell with { VariantPath = variant, Seed = (ulong)i, Identity = $"{i:x12}{new string('0', 52)}" } };
    }
}
