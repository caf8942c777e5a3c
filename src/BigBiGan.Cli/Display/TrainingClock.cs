using BigBiGan.Training.Loop;

namespace BigBiGan.Cli.Display;

/// <summary>How far a run is, and for how long it will go on at the speed of this sitting.</summary>
internal sealed class TrainingClock(TrainingGoal goal)
{
    private (long Step, double Seconds)? _first;

    /// <summary>To be called with every record before anything is asked about it.</summary>
    public void See(StepRecord record) => _first ??= (record.Step, record.Seconds);

    /// <summary>From 0 to 1.</summary>
    public double Fraction(StepRecord record) => Math.Clamp(
        Math.Max((double)record.Step / goal.Steps, goal.Time is { } time ? record.Seconds / time.TotalSeconds : 0), 0, 1);

    public bool IsDone(StepRecord record) => Fraction(record) >= 1;

    /// <summary>The step, and of how many where that is known.</summary>
    public string Steps(StepRecord record, string of) =>
        goal.Steps == long.MaxValue ? FormattableString.Invariant($"{record.Step}") : FormattableString.Invariant($"{record.Step}{of}{goal.Steps}");

    public string TimeLeft(StepRecord record)
    {
        if (IsDone(record))
        {
            return $"{Text(record.Seconds)} in all";
        }

        var (step, seconds) = _first!.Value;
        var bySteps = record.Step > step && goal.Steps < long.MaxValue
            ? (record.Seconds - seconds) / (record.Step - step) * (goal.Steps - record.Step)
            : double.NaN;
        var byTime = goal.Time is { } time ? time.TotalSeconds - record.Seconds : double.PositiveInfinity;
        var left = double.IsNaN(bySteps) ? byTime : Math.Min(bySteps, byTime);
        return double.IsFinite(left) ? $"{Text(left)} left" : "";
    }

    /// <summary><c>1:05</c> or <c>2:01:05</c></summary>
    public static string Text(double seconds)
    {
        var time = TimeSpan.FromSeconds(Math.Clamp(Math.Round(seconds), 0, TimeSpan.MaxValue.TotalSeconds / 2));
        return time.TotalHours >= 1
            ? FormattableString.Invariant($"{(long)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}")
            : FormattableString.Invariant($"{time.Minutes}:{time.Seconds:00}");
    }
}
