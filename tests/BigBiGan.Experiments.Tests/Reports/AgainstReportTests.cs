using BigBiGan.Experiments.Cells;
using BigBiGan.Experiments.Reports;
using BigBiGan.Experiments.Results;

namespace BigBiGan.Experiments.Tests.Reports;

public sealed class AgainstReportTests : IDisposable
{
    private readonly Lab _here = new();
    private readonly Lab _main = new();

    public void Dispose()
    {
        _here.Dispose();
        _main.Dispose();
    }

    private AgainstReport Against => AgainstReport.Of(GridReport.Of("specs/grid", "Lab", "", _here.Cells, _here.Results), new ResultsFolder(_main.Results.Path));

    [Fact]
    public void What_moved_by_more_than_the_deviation_of_one_seed_is_large()
    {
        Finish(_main, 4, 0.70, 0.72); // 0.0141 from seed to seed
        Finish(_here, 4, 0.69, 0.74);
        Assert.Equal([-0.01, 0.02], Against.Cells.Take(2).Select(cell => Math.Round(cell.Movements.Single().Difference, 9)));

        // here the deviation is larger, 0.0354
        Assert.Equal([false, false], Against.Cells.Take(2).Select(cell => cell.Movements.Single().IsLarge));
        Finish(_here, 4, 0.60, 0.62);
        Assert.Equal([true, true], Against.Cells.Take(2).Select(cell => cell.Movements.Single().IsLarge));
        Assert.Equal(0.1, Against.Cells[0].Movements.Single().Worse, 9);
    }

    [Fact]
    public void A_cell_of_another_version_of_its_spec_is_found_with_what_changed()
    {
        var earlier = Lab.Earlier(Cell(4, 0), "training.steps", "9");
        _main.Finish(earlier, Lab.Number("probe", 0.5, Lab.Probe));
        _here.Finish(Cell(4, 0), Lab.Number("probe", 0.5, Lab.Probe));
        Assert.Equal(["training.steps 9 -> 10"], Against.Cells[0].Changes);

        // the very cell comes first
        _main.Finish(Cell(4, 0), Lab.Number("probe", 0.25, Lab.Probe));
        File.SetLastWriteTimeUtc(Path.Combine(_main.Results.Of(Cell(4, 0)).Path, "result.json"), DateTime.UnixEpoch);
        Assert.Empty(Against.Cells[0].Changes);
        Assert.Equal(0.25, Against.Cells[0].Movements.Single().Before);
    }

    [Fact]
    public void What_cannot_be_compared_says_why()
    {
        _main.Finish(Cell(4, 0), Lab.Number("probe", 0.5, Lab.Probe with { Method = "another probe" }));
        _here.Finish(Cell(4, 0), Lab.Number("probe", 0.5, Lab.Probe));
        _here.Finish(Cell(4, 1), Lab.Number("probe", 0.5, Lab.Probe));
        Assert.Equal(
            ["was not measured there in the same way: probe", "has no result there", "has no result here", "has no result here"],
            Against.Cells.Select(cell => cell.Trouble));
    }

    [Fact]
    public void A_gate_names_the_cell_the_metric_and_the_amount()
    {
        Finish(_main, 4, 0.70, 0.72);
        Finish(_here, 4, 0.68, 0.73);
        Assert.Empty(WorseGate.Parse("worse:probe:0.02001")!.Failures(Against));
        Assert.Equal(
            ["specs/tiny, training.batch 4, seed 0: probe is worse by 0.0200 (0.700 -> 0.680), more than the 0.01 of worse:probe:0.01"],
            WorseGate.Parse("worse:probe:0.01")!.Failures(Against));
        Finish(_here, 8, 0.5, 0.5);
        Assert.Equal(
            "specs/tiny, training.batch 8, seed 0: its probe cannot be compared with worse:probe:0.5: it has no result there",
            WorseGate.Parse("worse:probe:0.5")!.Failures(Against)[0]);
    }

    [Fact]
    public void A_cell_that_is_lost_does_not_pass_a_gate()
    {
        Finish(_main, 4, 0.70, 0.72);
        Finish(_here, 4, 0.70);
        Assert.Equal(
            ["specs/tiny, training.batch 4, seed 1: has no result here and has one there: worse:probe:0.01 cannot judge it"],
            WorseGate.Parse("worse:probe:0.01")!.Failures(Against));
    }

    [Fact]
    public void A_distance_is_worse_where_it_is_larger_and_a_name_without_its_setting_will_do()
    {
        _main.Finish(Cell(4, 0), Lab.Number("frechet", 3, Lab.Frechet), Lab.Number("knn5", 0.5, Lab.Probe));
        _here.Finish(Cell(4, 0), Lab.Number("frechet", 4, Lab.Frechet), Lab.Number("knn5", 0.4, Lab.Probe));
        Assert.Single(WorseGate.Parse("worse:frechet:0.5")!.Failures(Against));
        Assert.Single(WorseGate.Parse("worse:knn:0.05")!.Failures(Against));
        Assert.Empty(WorseGate.Parse("worse:frechet:1")!.Failures(Against));
    }

    [Theory]
    [InlineData("probe:0.01")]
    [InlineData("better:probe:0.01")]
    [InlineData("worse::0.01")]
    [InlineData("worse:probe:-0.01")]
    [InlineData("worse:probe:much")]
    [InlineData("worse:probe:0,01")]
    [InlineData("worse:probe:0.01:more")]
    public void Anything_else_is_no_gate(string text) => Assert.Null(WorseGate.Parse(text));

    private void Finish(Lab lab, int batch, params double[] probes)
    {
        foreach (var (probe, seed) in probes.Select((probe, seed) => (probe, seed)))
        {
            lab.Finish(Cell(batch, seed), Lab.Number("probe", probe, Lab.Probe));
        }
    }

    private PlannedCell Cell(int batch, int seed) => _here.Cells.Single(cell => cell.Label == $"specs/tiny, training.batch {batch}, seed {seed}");
}
