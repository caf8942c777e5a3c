using BigBiGan.Experiments.Cells;
using BigBiGan.Experiments.Reports;
using BigBiGan.Training.Errors;
using BigBiGan.Training.Evaluation.Protocols;

namespace BigBiGan.Experiments.Tests.Reports;

public sealed class GridReportTests : IDisposable
{
    private static readonly Protocol Larger = Lab.Probe with { Data = "shapes 1x64x64 00000000, 100 train / 50 test" };

    private readonly Lab _lab = new();

    private GridReport Report => GridReport.Of("specs/grid", "Lab", "two batches, two seeds", _lab.Cells, _lab.Results);

    public void Dispose() => _lab.Dispose();

    [Fact]
    public void A_row_is_the_mean_and_the_deviation_over_seeds()
    {
        FinishBatch4(0.7, 0.8);
        var row = Report.Rows[0];
        Assert.Equal("specs/tiny, training.batch 4", row.Label);
        Assert.Equal(2, row.Done);

        // the sample's deviation of 0.7 and 0.8: sqrt(2 * 0.05^2)
        var probe = row.Value(Report.Columns[0], Subject.Model)!;
        Assert.Equal(0.75, probe.Mean, 12);
        Assert.Equal(0.0707106781, probe.Deviation!.Value, 9);
        Assert.Equal("0.750 ± 0.071", probe.Text("0.000"));
    }

    [Fact]
    public void A_single_seed_has_no_deviation() => Assert.Equal("0.500", Spread.Of([0.5])!.Text("0.000"));

    [Fact]
    public void Numbers_of_different_protocols_never_share_a_column()
    {
        _lab.Finish(Cell(4, 0), Lab.Number("probe", 0.7, Lab.Probe));
        _lab.Finish(Cell(8, 0), Lab.Number("probe", 0.1, Larger));
        var report = Report;
        Assert.Equal(["probe", "probe"], report.Columns.Select(column => column.Metric));
        Assert.Equal([0.7, null], report.Columns.OrderBy(column => column.Protocol == Larger).Select(column => report.Rows[0].Value(column, Subject.Model)?.Mean));
        Assert.Equal([null, 0.1], report.Columns.OrderBy(column => column.Protocol == Larger).Select(column => report.Rows[1].Value(column, Subject.Model)?.Mean));
    }

    [Fact]
    public void A_metric_of_another_version_has_a_column_behind_the_others_and_one_that_the_table_leaves_out_has_none()
    {
        _lab.Finish(Cell(4, 0), Lab.Number("later", 0.25, Lab.Frechet), Lab.Number("kernel", 0.5, Lab.Frechet), Lab.Number("knn5", 0.7, Lab.Probe));
        Assert.Equal(["knn5", "later"], Report.Columns.Select(column => column.Metric));
        Assert.Contains("| specs/tiny, training.batch 4 | 1,234 | 56,789 | 1 of 2 | 0.700 | 0.25 | 1.5 |", ReportMarkdown.Text(Report));
    }

    [Fact]
    public void Seeds_that_were_measured_in_different_ways_have_no_mean()
    {
        _lab.Finish(Cell(4, 0), Lab.Number("probe", 0.7, Lab.Probe));
        _lab.Finish(Cell(4, 1), Lab.Number("probe", 0.1, Larger));
        Assert.Equal(
            $"the probe of specs/tiny, training.batch 4 was measured in 2 ways, which have no mean (specs/tiny, training.batch 4, seed 0: {Lab.Probe.Text}; specs/tiny, training.batch 4, seed 1: {Larger.Text}); delete the result.json of those that differ, and run the grid again",
            Assert.Throws<RunException>(() => Report).Message);
    }

    [Fact]
    public void The_page_says_everything_there_is_to_know()
    {
        FinishBatch4(0.7, 0.8);
        _lab.Begin(Cell(8, 0));
        _lab.Results.Of(Cell(8, 0)).Fail("the loss of D is NaN after step 7");
        var (a, b) = (Cell(4, 0).FolderName, "specs/tiny, training.batch 4");
        Assert.Equal(
            $"""
            # Lab

            two batches, two seeds; `specs/grid`, 2 of 4 cells done.

            | | parameters | multiply-adds | seeds | probe (a) | frechet (b) | minutes |
            |---|---|---|---|---|---|---|
            | specs/tiny, training.batch 4 | 1,234 | 56,789 | 2 | 0.750 ± 0.071 (0.500) | 3.00 ± 0.00 | 1.5 ± 0.0 |
            | specs/tiny, training.batch 8 | 1,234 | 56,789 | 0 of 2 | - | - | - |

            Means over seeds ± the deviation of one seed, in brackets the same networks untrained. Minutes are of training one cell on one thread. A letter is a protocol: numbers of different letters do not compare. The `rate` of a calibration by these cells: 2.0e+7.

            - (a) probe: linear probe; shapes 1x32x32 00000000, 100 train / 50 test; E with standing statistics
            - (b) frechet: Frechet distance; shapes 1x32x32 00000000; classes-1; G with standing statistics, EMA
            - (a) probe of pixels as features: 0.900

            - **missing**: specs/tiny, training.batch 8, seed 0 failed: the loss of D is NaN after step 7
            - **missing**: specs/tiny, training.batch 8, seed 1 was not run

            ## {b}

            ![samples of {b}]({a}-samples.png)

            """.ReplaceLineEndings("\n"),
            ReportMarkdown.Text(Report));
    }

    [Fact]
    public void The_pictures_lie_beside_the_page_and_the_same_results_give_the_same_bytes()
    {
        FinishBatch4(0.7, 0.8);
        var folder = Path.Combine(_lab.Results.Path, "report");
        var first = File.ReadAllBytes(ReportMarkdown.Write(Report, folder));
        Assert.Equal("a picture", File.ReadAllText(Path.Combine(folder, $"{Cell(4, 0).FolderName}-samples.png")));
        Assert.Equal(first, File.ReadAllBytes(ReportMarkdown.Write(Report, folder)));
    }

    private void FinishBatch4(double probe0, double probe1)
    {
        _lab.Finish(Cell(4, 0), Lab.Number("probe", probe0, Lab.Probe), Lab.Number("probe", 0.5, Lab.Probe, Subject.Untrained), Lab.Number("probe", 0.9, Lab.Probe, Subject.Pixels), Lab.Number("frechet", 3, Lab.Frechet));
        _lab.Finish(Cell(4, 1), Lab.Number("probe", probe1, Lab.Probe), Lab.Number("probe", 0.5, Lab.Probe, Subject.Untrained), Lab.Number("probe", 0.9, Lab.Probe, Subject.Pixels), Lab.Number("frechet", 3, Lab.Frechet));
    }

    private PlannedCell Cell(int batch, int seed) => _lab.Cells.Single(cell => cell.Label == $"specs/tiny, training.batch {batch}, seed {seed}");
}
