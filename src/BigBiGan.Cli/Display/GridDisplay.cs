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
        var end = outcome.End switch
        {
            CellEnd.Done => "done",
            CellEnd.Taken => "another process runs it",
            CellEnd.Interrupted => "interrupted",
            CellEnd.Failed => $"failed: {outcome.Failure}",
        };
        Say($"{_ended} of {total}  {outcome.Cell.Label}: {end}  {Clock(_clock.Elapsed)}");
    }

    public void ShowUntil(Task run)
    {
        while (Task.WaitAny([run], BetweenLines) < 0)
        {
            if (launcher.Running is { Count: > 0 } running)
            {
                Say($"running: {string.Join("; ", running.Select(Under))}{TimeLeft(running)}");
            }
        }
    }

    /// <summary>Standard error may be a file on a full disk: that costs the line, and no cell.</summary>
    private static void Say(string line)
    {
        try
        {
            Console.Error.WriteLine(line);
        }
        catch (IOException)
        {
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
