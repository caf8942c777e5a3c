using BigBiGan.Cli.Tests.Harness;

namespace BigBiGan.Cli.Tests;

/// <summary>A run as one page.</summary>
public sealed class RunReportTests
{
    [Fact]
    public void A_run_is_a_page_with_its_numbers_curves_pictures_and_spec()
    {
        var run = FinishedRun.Copy();
        var page = Assert.Single(Bigbigan.Run("report", run).Succeeds().OutLines);
        Assert.Equal(Path.Combine(run, "report.html"), page);
        var html = File.ReadAllText(page);
        Assert.Contains("linear probe accuracy<sup>1</sup>", html);
        Assert.Contains("id=\"curve-0\"", html);
        Assert.Equal(2, html.Split("<img src=\"data:image/webp;base64,").Length - 1);
        Assert.Contains("variant: ", html);
        Assert.Contains("bigbigan train small/fashion --data ", html);
    }

    [Fact]
    public void Without_measurements_it_says_how_to_make_them_and_programs_read_json()
    {
        var run = FinishedRun.Copy();
        foreach (var file in Directory.GetFiles(run, "metrics*.json"))
        {
            File.Delete(file);
        }

        var page = Workplace.New("page") + ".html";
        var answer = Bigbigan.Run("report", run, "--out", page, "--json").Succeeds().Json();
        Assert.Equal(page, answer.GetProperty("page").GetString());
        Assert.Equal($"the run was not measured yet: bigbigan evaluate '{run}'", answer.GetProperty("notes")[0].GetString());
        Assert.Contains("the run was not measured yet", File.ReadAllText(page));
    }

    [Fact]
    public void What_is_no_run_and_metrics_that_are_none_are_one_line()
    {
        var folder = Workplace.NewFolder("empty");
        Assert.Equal($"{folder} holds no run (no run.json there); expected a folder that `bigbigan train` made", Bigbigan.Run("report", folder).Refusal());
        var run = FinishedRun.Copy();
        File.WriteAllText(Path.Combine(run, "metrics.json"), "{");
        Assert.StartsWith($"{run}/metrics.json cannot be read: ", Bigbigan.Run("report", run).Refusal());
        Assert.Equal($"--out is 'page.pdf'; expected a file that ends in .html", Bigbigan.Run("report", FinishedRun.Folder, "--out", "page.pdf").Refusal());
    }
}
