using System.Diagnostics;
using System.Globalization;
using BigBiGan.Experiments.Cells;
using BigBiGan.Experiments.Results;
using BigBiGan.Experiments.Running;

namespace BigBiGan.Cli.Display;

/// <summary>What a grid shows while it runs, on standard error: a line per cell that ends, and now and then one of those under way.</summary>
/// <param name="total">Cells that run.</param>
internal sealed class GridDisplay(ResultsFolder results, LocalLauncher launcher, int total)
{
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(15);

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private int _ended;

    public void Ended(CellOutcome outcome)
    {
        _ended++;
        var end = outcome switch
        {
            { Failure: { } failure } => $"failed: {failure}",
            { Interrupted: true } => "interrupted",
            _ => "done",
        };
        Console.Error.WriteLine($"{_ended} of {total}  {outcome.Cell.Label}: {end}  {Clock(_clock.Elapsed)}");
    }

    public void ShowUntil(Task run)
    {
        while (!run.Wait(BetweenLines))
        {
            if (launcher.Running is { Count: > 0 } running)
            {
                Console.Error.WriteLine($"running: {string.Join("; ", running.Select(Under))}{TimeLeft(running)}");
            }
        }
    }

    private string Under(PlannedCell cell)
    {
        var (step, steps) = (CellProgress.Steps(results.Of(cell)), cell.Cell.Variant.Facts.Training.Steps);
        return step >= steps ? $"{cell.Label}, being measured" : string.Create(CultureInfo.InvariantCulture, $"{cell.Label}, step {step} of {steps}");
    }

    /// <summary>From what is done of all steps; nothing before the first hundredth.</summary>
    private string TimeLeft(IReadOnlyList<PlannedCell> running)
    {
        var done = _ended + running.Sum(cell => (double)CellProgress.Steps(results.Of(cell)) / cell.Cell.Variant.Facts.Training.Steps);
        return done / total < 0.01 ? "" : $"; about {Clock(_clock.Elapsed * ((total - done) / done))} left";
    }

    private static string Clock(TimeSpan time) => time.ToString(time.TotalHours >= 1 ? @"h\:mm\:ss" : @"m\:ss", CultureInfo.InvariantCulture);
}
