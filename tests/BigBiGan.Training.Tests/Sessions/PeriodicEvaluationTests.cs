using System.Text.Json.Nodes;
using BigBiGan.Training.Errors;
using BigBiGan.Training.Evaluation.Evaluators;
using BigBiGan.Training.Loop;
using BigBiGan.Training.Runs;
using BigBiGan.Training.Sessions;
using BigBiGan.Training.Tests.Runs;

namespace BigBiGan.Training.Tests.Sessions;

/// <summary>Evaluations between the steps of a run, and what they decide.</summary>
public sealed class PeriodicEvaluationTests : RunTests, IDisposable
{
    private static readonly LogKind[] AllLogs = [LogKind.Jsonl, LogKind.TensorBoard, LogKind.Csv];
    private readonly string? _cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");

    public PeriodicEvaluationTests() => Environment.SetEnvironmentVariable("XDG_CACHE_HOME", Folder["cache"]);

    [Fact]
    public void They_disturb_no_bit_of_the_training_and_stand_in_every_log()
    {
        Train(Options("plain", steps: 6));
        var told = Session(Options("measured", steps: 6) with { Logs = AllLogs, Schedule = new RunSchedule(EvaluateEvery: 2, Best: "probe") });
        Assert.Equal(File.ReadAllBytes(Tensors("plain", 6)), File.ReadAllBytes(Tensors("measured", 6)));

        var evaluations = RunLog.ReadAll(Folder["measured", "log.jsonl"]).Evaluations;
        Assert.Equal([2, 4, 6], evaluations.Select(record => record.Step));
        Assert.All(evaluations, record => Assert.InRange(record.Share, 0, 1));
        Assert.All(evaluations, record => Assert.True(record.Took > 0 && record.Spread > 0));
        Assert.All(evaluations, record => Assert.Subset(record.Metrics.Select(metric => metric.Metric).ToHashSet(), new HashSet<string> { "probe", "frechet", "knn5" }));
        Assert.All(evaluations, record => Assert.True(File.Exists(Folder["measured", "evaluations", $"step-{record.Step:D8}.png"])));

        // a line says its format; those of steps are what they were, and readers of steps pass over the others
        var lines = File.ReadAllLines(Folder["measured", "log.jsonl"]).Select(line => JsonNode.Parse(line)!).ToList();
        Assert.Equal(3, lines.Count(line => (int)line["format"]! == 3));
        Assert.Equal([1, 6], RunLog.Read(Folder["measured", "log.jsonl"]).Select(record => record.Step));

        var values = EventRecords.Values(Folder["measured", "events.out.tfevents.run"]);
        Assert.Equal(
            evaluations.Select(record => (record.Step, (float)record.Metrics.Single(metric => metric.Metric == "frechet").Value)),
            values.Where(value => value.Tag == "along_the_way/frechet").Select(value => (value.Step, value.Number!.Value)));
        Assert.Equal(3, values.Count(value => value.Tag == "along_the_way/samples" && value.Picture is not null));
        var csv = File.ReadAllLines(Folder["measured", "evaluations.csv"]);
        Assert.Equal("step,seconds,metric,value", csv[0]);
        Assert.Equal(3, csv.Count(line => line.Contains(",spread,", StringComparison.Ordinal)));

        var best = RunFolder.Open(Folder["measured"]).Identity.Best!;
        Assert.Equal("probe", best.Metric);
        Assert.Equal(evaluations.Max(record => record.Metrics.Single(metric => metric.Metric == "probe").Value), best.Value);
        Assert.Contains(told, line => line.StartsWith("the best along the way by probe is ", StringComparison.Ordinal));
    }

    [Fact]
    public void A_run_that_is_gone_on_with_measures_and_decides_as_an_uninterrupted_one()
    {
        var options = Options("whole", steps: 6) with { LogEvery = 1, SaveEvery = TimeSpan.FromHours(1), Schedule = new RunSchedule(EvaluateEvery: 2) };
        Session(options);
        var parts = options with { Folder = Folder["parts"] };
        using var stop = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => Session(parts, stop, at: 3));
        Session(parts with { Resume = true, Schedule = new RunSchedule() });

        // killed before its second evaluation was logged, after the checkpoint that belongs to it
        var killed = Folder["killed"];
        CopyFolder(Folder["parts"], killed);
        foreach (var file in Directory.GetFiles(Path.Combine(killed, "checkpoints"), "step-00000006.*"))
        {
            File.Delete(file);
        }

        var log = Path.Combine(killed, "log.jsonl");
        File.WriteAllLines(log, File.ReadAllLines(log).TakeWhile(line => !(line.Contains("\"step\":4", StringComparison.Ordinal) && line.Contains("took", StringComparison.Ordinal))));
        Session(options with { Folder = killed, Resume = true });
        foreach (var run in new[] { "parts", "killed" })
        {
            Assert.Equal(File.ReadAllBytes(Tensors("whole", 6)), File.ReadAllBytes(Tensors(run, 6)));
            Assert.Equal(Numbers("whole"), Numbers(run));
            Assert.Equal(RunFolder.Open(Folder["whole"]).Identity.Best, RunFolder.Open(Folder[run]).Identity.Best);
        }
    }

    [Fact]
    public void The_best_stays_and_a_run_that_becomes_no_better_ends()
    {
        var options = Options("run", steps: 60) with { Schedule = new RunSchedule(Keep: 1, EvaluateEvery: 1, Best: "frechet", Patience: 2) };
        Session(options);
        var run = RunFolder.Open(Folder["run"]);
        var (best, outcome) = (run.Identity.Best!, run.Identity.Outcome!);
        Assert.Equal("stopped", outcome.End);
        Assert.Equal(best.Step + 2, outcome.Step);
        Assert.Contains($"no better by frechet in 2 evaluations; the best by frechet is ", outcome.Message);
        Assert.Equal(
            new[] { best.Step, outcome.Step }.Select(step => $"step-{step:D8}"),
            Directory.GetFiles(Folder["run", "checkpoints"], "*.json").Select(Path.GetFileNameWithoutExtension).Order());
        Assert.Equal(best.Step, run.Find(new CheckpointChoice(IsBest: true), Assert.Fail)!.Step);

        // asked to go on as it was, it ends at once; with more patience it trains
        Session(options with { Resume = true });
        Assert.Equal(outcome.Step, RunFolder.Open(Folder["run"]).Identity.Outcome!.Step);
        Session(options with { Resume = true, Steps = outcome.Step + 1, Schedule = new RunSchedule(Patience: 50) });
        Assert.Equal(("finished", outcome.Step + 1), RunFolder.Open(Folder["run"]).Identity.Outcome is { } last ? (last.End, last.Step) : default);
    }

    [Fact]
    public void A_metric_that_is_not_measured_along_the_way_is_refused()
    {
        var problem = Assert.Throws<RunException>(() => Session(Options("run", steps: 1) with { Schedule = new RunSchedule(EvaluateEvery: 1, Best: "probe-crelu") }));
        Assert.StartsWith("--best is probe-crelu, which is not measured along the way; expected probe, ", problem.Message);
        Train(Options("plain", steps: 1));
        Assert.EndsWith(
            "has no best checkpoint: nothing was measured while it trained (`train --evaluate-every N` does)",
            Assert.Throws<RunException>(() => RunFolder.Open(Folder["plain"]).Find(new CheckpointChoice(IsBest: true), Assert.Fail)).Message);
    }

    [Fact]
    public void A_run_that_collapsed_ends_as_failed_where_that_was_asked_for_and_is_told_elsewhere()
    {
        var options = Options("run", steps: 11) with { LogEvery = 1 };
        Session(options);
        var log = Folder["run", "log.jsonl"];
        File.WriteAllLines(log, [.. File.ReadAllLines(log).Select(line =>
        {
            var record = JsonNode.Parse(line)!;
            record["scores"]![0]!["generatorPairs"] = -312.5;
            return record.ToJsonString();
        })]);

        var problem = Assert.Throws<RunException>(() => Session(options with { Resume = true, Steps = 12, Schedule = new RunSchedule(StopOnCollapse: true) }));
        Assert.Equal(
            "training has collapsed by step 11: D's mean score x is -312.5, and scores are beyond ±100 since step 1: D grows without bound; lower its rate; the last checkpoint is of step 11",
            problem.Message);
        Assert.Equal("collapsed", RunFolder.Open(Folder["run"]).Identity.Outcome!.End);
        Session(options with { Resume = true, Steps = 12, Schedule = new RunSchedule(StopOnCollapse: false) });
        Assert.Equal("finished", RunFolder.Open(Folder["run"]).Identity.Outcome!.End);
    }

    void IDisposable.Dispose()
    {
        Environment.SetEnvironmentVariable("XDG_CACHE_HOME", _cache);
        Dispose();
    }

    private static void CopyFolder(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    private static List<string> Session(RunRequest options, CancellationTokenSource? stop = null, long at = 0)
    {
        var report = new Told(record => Cancel(stop!, record.Step == at), listens: stop is not null);
        TrainingSession.Run(options, new EvaluationSettings(), report, stop?.Token ?? default);
        return report.Lines;
    }

    private IEnumerable<string> Numbers(string run) =>
        RunLog.ReadAll(Folder[run, "log.jsonl"]).Evaluations.Select(record => $"{record.Step} {record.Spread} {string.Join(' ', record.Metrics)}");

    private sealed class Told(Action<StepRecord> step, bool listens) : ISessionReport
    {
        public List<string> Lines { get; } = [];

        public void Warn(string line) => Lines.Add(line);

        public void Note(string line) => Lines.Add(line);

        public void Say(string line) => Lines.Add(line);

        public Action<int, int> Progress(string work) => (_, _) => { };

        public void KernelsProven()
        {
        }

        public TrainingOutcome Show(string title, TrainingGoal goal, Func<Action<StepRecord>, TrainingOutcome> train) => train(listens ? step : _ => { });

        public void Stored(string lastWords)
        {
        }
    }
}
