using BigBiGan.Training.Evaluation.Evaluators;
using BigBiGan.Training.Evaluation.Protocols;
using BigBiGan.Training.Loop;
using BigBiGan.Training.Runs;
using BigBiGan.Training.Sessions;
using BigBiGan.Training.Tests.Runs;

namespace BigBiGan.Training.Tests.Sessions;

public sealed class TrainingSessionTests : RunTests, ISessionReport, IDisposable
{
    private readonly string? _cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
    private readonly List<string> _told = [];
    private readonly CancellationTokenSource _stop = new();
    private bool _stops;

    public TrainingSessionTests() => Environment.SetEnvironmentVariable("XDG_CACHE_HOME", Folder["cache"]);

    [Fact]
    public void A_run_is_trained_stored_and_measured_and_nothing_is_printed()
    {
        var (output, error) = (Console.Out, Console.Error);
        using var printed = new StringWriter();
        TrainingSession session;
        try
        {
            Console.SetOut(printed);
            Console.SetError(printed);
            session = TrainingSession.Run(Options("run", steps: 3), new EvaluationSettings(), this, _stop.Token);
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(error);
        }

        Assert.Equal("", printed.ToString());
        Assert.Equal(3, session.Step);
        Assert.Equal(
            [
                "kernels", $"show tests/tiny on noise: 20 images, batch 8, seed 0, 1 thread, {Folder["run"]} to 3", "step 1", "step 3",
                $"stored interrupted; the run is stored, measure it with: bigbigan evaluate {Folder["run"]}", "measuring: linear probe, neighbours, distance of samples",
            ],
            _told.Where(line => !line.EndsWith("s of training", StringComparison.Ordinal)));
        Assert.Equal([Folder["run", "samples.png"], Folder["run", "losses.png"]], session.Result!.Pictures);
        Assert.Equal(session.Result.Text + "\n", File.ReadAllText(Folder["run", "metrics.json"]));
        Assert.NotNull(session.Result.Report.Find("frechet", Subject.Real));
    }

    [Fact]
    public void Who_asks_for_the_end_is_advised_as_the_request_says()
    {
        _stops = true;
        var request = Options("run", steps: 50) with { Advice = RunAdvice.OfGrid("bigbigan grid run lab") };
        var problem = Assert.Throws<OperationCanceledException>(() => TrainingSession.Run(request, new EvaluationSettings(), this, _stop.Token));
        Assert.Equal("interrupted after step 1; go on with: bigbigan grid run lab", problem.Message);
    }

    void ISessionReport.Warn(string line) => _told.Add($"warn {line}");

    void ISessionReport.Note(string line) => _told.Add($"note {line}");

    void ISessionReport.Say(string line) => _told.Add(line);

    Action<int, int> ISessionReport.Progress(string work) => (_, _) => { };

    void ISessionReport.KernelsProven() => _told.Add("kernels");

    TrainingOutcome ISessionReport.Show(string title, TrainingGoal goal, Func<Action<StepRecord>, TrainingOutcome> train)
    {
        _told.Add($"show {title} to {goal.Steps}");
        return train(record =>
        {
            _told.Add($"step {record.Step}");
            Cancel(_stop, _stops);
        });
    }

    void ISessionReport.Stored(string lastWords) => _told.Add($"stored {lastWords}");

    void IDisposable.Dispose()
    {
        Environment.SetEnvironmentVariable("XDG_CACHE_HOME", _cache);
        _stop.Dispose();
        Dispose();
    }
}
