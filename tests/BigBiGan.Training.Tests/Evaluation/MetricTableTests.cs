using BigBiGan.Training.Evaluation.Metrics;

namespace BigBiGan.Training.Tests.Evaluation;

public sealed class MetricTableTests
{
    [Fact]
    public void Every_row_has_an_id_of_its_own_and_a_place()
    {
        Assert.Equal(MetricTable.All.Count, MetricTable.All.Select(metric => metric.Id).Distinct().Count());
        Assert.All(MetricTable.All, metric => Assert.NotEqual(MetricPlaces.None, metric.Places));
        Assert.All(MetricTable.All, metric => Assert.Equal(metric, MetricTable.Of(metric.Id)));
    }

    [Fact]
    public void A_setting_in_a_name_belongs_to_the_measurement()
    {
        Assert.Equal("knn", MetricTable.Of("knn25").Id);
        Assert.Equal("25-nearest-neighbour accuracy", MetricTable.Of("knn25").TitleOf("knn25"));
        Assert.Equal(MetricTable.Order("knn1"), MetricTable.Order("knn25"));
    }

    [Fact]
    public void What_the_table_does_not_know_is_shown_everywhere_behind_all_that_it_knows()
    {
        var unlisted = MetricTable.Of("fid{50}k");
        Assert.True(unlisted.IsShownIn(MetricPlaces.RunTable) && unlisted.IsShownIn(MetricPlaces.GridReport));
        Assert.Equal("fid{50}k", unlisted.TitleOf("fid{50}k"));
        Assert.Equal("12.3457", unlisted.Text(12.34567));
        Assert.Equal(MetricTable.All.Count, MetricTable.Order("fid{50}k"));
    }

    /// <summary>docs/data.md lists what the table holds.</summary>
    [Fact]
    public void The_page_about_metrics_is_the_table()
    {
        var rows = MetricTable.All.Select(metric =>
            $"| `{metric.Id}` | {metric.Title.Replace("{0}", "k")} | {(metric.Direction == MetricDirection.LargerIsBetter ? "larger" : "smaller")} | {(metric.IsShownIn(MetricPlaces.GridReport) ? "a column" : "-")} |");
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "BigBiGan.Dsl.sln")))
        {
            folder = folder.Parent!;
        }

        var page = File.ReadAllLines(Path.Combine(folder.FullName, "docs", "data.md"));
        Assert.Equal(rows, page.SkipWhile(line => !line.StartsWith("| metric |", StringComparison.Ordinal)).Skip(2).TakeWhile(line => line.StartsWith('|')));
    }
}
