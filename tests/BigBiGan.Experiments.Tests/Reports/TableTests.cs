using BigBiGan.Experiments.Reports;
using BigBiGan.Training.Evaluation.Protocols;

namespace BigBiGan.Experiments.Tests.Reports;

/// <summary>The table of a report in the formats of other programs.</summary>
public sealed class TableTests : IDisposable
{
    private readonly Lab _lab = new();

    public void Dispose() => _lab.Dispose();

    private GridReport Report => GridReport.Of("specs/grid", "Lab_1", "50 % more", _lab.Cells, _lab.Results);

    [Fact]
    public void A_record_of_csv_is_a_row_and_a_metric_with_its_protocol()
    {
        FinishAll();
        Assert.Equal(
            """
            row,variant,training.batch,parameters,multiply_adds,metric,protocol,seeds,mean,deviation,untrained,difference,low,high,p,pairs,minutes
            "specs/tiny, training.batch 4",specs/tiny,4,1234,56789,probe,"linear probe; shapes 1x32x32 00000000, 100 train / 50 test; E with standing statistics",2,0.5,0,0.25,,,,,,1.5
            "specs/tiny, training.batch 8",specs/tiny,8,1234,56789,probe,"linear probe; shapes 1x32x32 00000000, 100 train / 50 test; E with standing statistics",2,0.75,0,,0.25,0.25,0.25,0,2,1.5

            """.ReplaceLineEndings("\r\n"),
            ReportCsv.Text(Report));
    }

    [Fact]
    public void A_field_with_quotes_and_line_ends_is_one_field()
    {
        var protocol = Lab.Probe with { Method = "the \"probe\"\nof two lines" };
        _lab.Finish(_lab.Cells[0], Lab.Number("probe", 0.5, protocol));
        Assert.Contains(",probe,\"the \"\"probe\"\"\nof two lines; shapes", ReportCsv.Text(Report));
    }

    [Fact]
    public void The_table_of_latex_has_rules_of_booktabs_and_no_letter_that_latex_takes_for_its_own()
    {
        FinishAll();
        var text = ReportLatex.Text(Report);
        Assert.Contains(@"\caption{Lab\_1: 50 \% more. Means over 2 seeds $\pm$ the deviation of one; * differs from the first row by a paired t test over common seeds, p $<$ 0.05.}", text);
        Assert.Contains(@"\begin{tabular}{lrr}", text);
        Assert.Contains(@"    & parameters & probe$^{a}$ $\uparrow$ \\", text);
        Assert.Contains(@"    tiny, training.batch 4 & 1.23 k & $0.500 \pm 0.000$ \\", text);
        Assert.Contains(@"    tiny, training.batch 8 & 1.23 k & $0.750 \pm 0.000^{*}$ \\", text);
        Assert.Contains(@"    untrained first row &  & 0.250 \\", text);
        foreach (var rule in new[] { "toprule", "midrule", "bottomrule" })
        {
            Assert.Contains($@"    \{rule}", text);
        }
    }

    private void FinishAll()
    {
        foreach (var cell in _lab.Cells)
        {
            var isSmall = cell.Cell.Axes.Single().Value == "4";
            Measurement[] numbers = [Lab.Number("probe", isSmall ? 0.5 : 0.75, Lab.Probe), .. isSmall ? new[] { Lab.Number("probe", 0.25, Lab.Probe, Subject.Untrained) } : []];
            _lab.Finish(cell, numbers);
        }
    }
}
