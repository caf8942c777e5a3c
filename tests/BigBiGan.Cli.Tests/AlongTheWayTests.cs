using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using BigBiGan.Cli.Tests.Harness;

namespace BigBiGan.Cli.Tests;

/// <summary>What happens beside the steps of a run: checkpoints by number, evaluations, and who watches.</summary>
public sealed class AlongTheWayTests
{
    private static readonly Lazy<string> Measured = new(() =>
    {
        var run = Workplace.New("measured");
        Bigbigan.Run([
            .. FinishedRun.Measured, "--steps", $"{FinishedRun.Steps}", "--run", run,
            "--save-every", "10", "--keep", "2", "--evaluate-every", "15", "--best", "probe"]).Succeeds();
        return run;
    });

    [Fact]
    public void A_run_that_is_measured_along_the_way_has_the_same_bytes_as_one_that_is_not()
    {
        var run = Measured.Value;
        Assert.Equal(FinishedRun.Checkpoint(FinishedRun.Folder, FinishedRun.Steps), FinishedRun.Checkpoint(run, FinishedRun.Steps));
        var identity = Identity(run);
        var best = identity.GetProperty("best");
        Assert.Equal("probe", best.GetProperty("metric").GetString());
        Assert.Equal("finished", identity.GetProperty("outcome").GetProperty("end").GetString());

        // the newest two, and the best
        var steps = new[] { 20, FinishedRun.Steps, best.GetProperty("step").GetInt32() }.Distinct().Order().Select(step => $"step-{step:00000000}");
        Assert.Equal(steps, Directory.GetFiles(Path.Combine(run, "checkpoints"), "*.json").Select(Path.GetFileNameWithoutExtension).Order());
        var evaluations = File.ReadAllLines(Path.Combine(run, "log.jsonl")).Select(line => JsonNode.Parse(line)!).Where(line => (int)line["format"]! == 3).ToList();
        Assert.Equal([15, FinishedRun.Steps], evaluations.Select(line => (int)line["step"]!));
        Assert.All(evaluations, line => Assert.InRange((double)line["share"]!, 0, 1));
        Assert.True(Pictures.SizeOf(Path.Combine(run, "evaluations", "step-00000015.png")).Width > 300);
    }

    [Fact]
    public void A_checkpoint_is_looked_at_by_its_step_and_replaces_nothing()
    {
        var run = Workplace.Copy(Measured.Value);
        var (metrics, sheet) = (File.ReadAllBytes(Path.Combine(run, "metrics.json")), File.ReadAllBytes(Path.Combine(run, "samples.png")));
        Assert.Equal(20, Bigbigan.Run("evaluate", run, "--checkpoint", "20", "--json").Succeeds().Json().GetProperty("step").GetInt32());
        Assert.True(File.Exists(Path.Combine(run, "metrics-step-20.json")) && File.Exists(Path.Combine(run, "samples-step-20.png")));
        Assert.Equal(metrics, File.ReadAllBytes(Path.Combine(run, "metrics.json")));
        Assert.Equal(sheet, File.ReadAllBytes(Path.Combine(run, "samples.png")));
        Assert.Single(
            Bigbigan.Run("report", run, "--json").Succeeds().Json().GetProperty("metrics").EnumerateArray(),
            number => number.GetProperty("metric").GetString() == "frechet" && number.GetProperty("subject").GetString() == "model");

        Bigbigan.Run("sample", run, "--checkpoint", "best", "--out", Workplace.New("best") + ".png").Succeeds();
        Assert.StartsWith(
            $"{Path.Combine(run, "checkpoints")} holds no checkpoint of step 1; there are those of steps ",
            Bigbigan.Run("sample", run, "--checkpoint", "1", "--out", "a.png").Refusal());
        Assert.EndsWith(
            "has no best checkpoint: nothing was measured while it trained (`train --evaluate-every N` does)",
            Bigbigan.Run("sample", FinishedRun.Folder, "--checkpoint", "best", "--out", "a.png").Refusal());
    }

    [Fact]
    public void Its_page_draws_each_evaluation()
    {
        var page = Workplace.New("along the way") + ".html";
        Bigbigan.Run("report", Measured.Value, "--out", page).Succeeds();
        var html = File.ReadAllText(page);
        foreach (var title in new[] { "linear probe accuracy", "5-nearest-neighbour accuracy", "Frechet distance of samples", "spread of samples, of that of real images" })
        {
            var plot = Regex.Match(html, $"<figure class=\"plot curves\"[^>]*><figcaption[^>]*>{title}</figcaption>.*?</figure>", RegexOptions.Singleline).Value;
            Assert.Equal(2, Regex.Count(plot, "<circle class=\"dot\"")); // of steps 15 and 30
        }

        Assert.DoesNotContain("<circle class=\"dot\"", File.ReadAllText(Assert.Single(Bigbigan.Run("report", FinishedRun.Copy()).Succeeds().OutLines)));
    }

    [Fact]
    public void A_run_and_a_folder_of_runs_are_watched_once()
    {
        var all = Workplace.NewFolder("runs");
        Directory.Move(Workplace.Copy(Measured.Value), Path.Combine(all, "one"));
        Directory.Move(FinishedRun.Copy(), Path.Combine(all, "two"));
        var table = Bigbigan.Run("watch", all, "--once").Succeeds();
        Assert.Matches(@"(?m)^ +one +finished +30/30 +\d+ +D \S+ GE \S+ .* step 30: probe \S+, knn5 \S+, frechet \S+; best probe at step \d+", table.Out);
        Assert.Matches(@"(?m)^ +two +finished +30/30 ", table.Out);

        var run = Assert.Single(Bigbigan.Run("watch", Path.Combine(all, "one"), "--json").Succeeds().Json().EnumerateArray());
        Assert.Equal(("finished", 30, 30), (run.GetProperty("state").GetString(), run.GetProperty("steps").GetInt32(), run.GetProperty("last").GetProperty("step").GetInt32()));
        Assert.Equal([15, 30], run.GetProperty("evaluations").EnumerateArray().Select(one => one.GetProperty("step").GetInt32()));
        Assert.EndsWith(
            " holds no run (no run.json there, nor in a folder below it); expected a run, runs, or a grid's results",
            Bigbigan.Run("watch", Workplace.NewFolder("none"), "--once").Refusal());
    }

    [Fact]
    public void A_run_is_followed_until_it_ends()
    {
        var run = FinishedRun.Copy();
        var (file, log) = (Path.Combine(run, "run.json"), Path.Combine(run, "log.jsonl"));
        var (whole, lines) = (File.ReadAllText(file), File.ReadAllLines(log));
        var running = JsonNode.Parse(whole)!;
        running["outcome"] = null;
        File.WriteAllText(file, running.ToJsonString());
        File.WriteAllText(log, lines[0] + "\n" + lines[1][..20]); // half a line is under way
        using var watching = Bigbigan.Start("dotnet", Workplace.Folder, [Bigbigan.Program, "watch", run]);
        Assert.Contains("  running  1/30  ", watching.StandardOutput.ReadLine());
        File.WriteAllText(log, string.Join("\n", lines) + "\n");
        File.WriteAllText(file, whole);
        Assert.Contains("  finished  30/30  ", watching.StandardOutput.ReadLine());
        Assert.Equal(0, Bigbigan.Finish(watching).Code);
    }

    private static JsonElement Identity(string run) => JsonDocument.Parse(File.ReadAllText(Path.Combine(run, "run.json"))).RootElement;
}
