using System.Diagnostics;
using System.Globalization;
using BigBiGan.Training.Loop;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace BigBiGan.Cli.Display;

/// <summary>What a training run shows while it works: a live panel on a terminal, plain lines elsewhere.</summary>
internal sealed class TrainingDisplay(string title, TrainingGoal goal, IAnsiConsole console)
{
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(10);

    private readonly Stopwatch _sinceLine = Stopwatch.StartNew();
    private long _lastLine;
    private (long Step, double Seconds)? _first;

    /// <summary>Runs the training with a receiver for its records.</summary>
    public T Show<T>(Func<Action<StepRecord>, T> train)
    {
        if (!console.Profile.Out.IsTerminal || !console.Profile.Capabilities.Ansi)
        {
            console.WriteLine(title);
            return train(PrintLine);
        }

        T result = default!;
        console.Live(new Text(title)).Start(live => result = train(record =>
        {
            _first ??= (record.Step, record.Seconds);
            live.UpdateTarget(Panel(record));
        }));
        return result;
    }

    private void PrintLine(StepRecord record)
    {
        var isFirst = _first is null;
        _first ??= (record.Step, record.Seconds);
        if (!isFirst && _sinceLine.Elapsed < BetweenLines && !IsLast(record))
        {
            return;
        }

        if (record.Step == _lastLine)
        {
            return;
        }

        _lastLine = record.Step;
        _sinceLine.Restart();
        console.WriteLine(Line(record));
    }

    private string Line(StepRecord record) => string.Create(CultureInfo.InvariantCulture,
        $"step {record.Step}/{goal.Steps}  {record.ImagesPerSecond:0} images/s  loss D {record.DiscriminatorLoss:0.000} GE {record.GeneratorEncoderLoss:0.000}  scores {string.Join(" ", record.Scores.Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Name} {s.EncoderPairs:+0.00;-0.00}/{s.GeneratorPairs:+0.00;-0.00}")))}  {TimeLeft(record)}");

    private IRenderable Panel(StepRecord record)
    {
        var numbers = new Grid().AddColumn().AddColumn();
        Row("step", string.Create(CultureInfo.InvariantCulture, $"{record.Step} of {goal.Steps}   {Bar(Fraction(record))}   {TimeLeft(record)}"));
        Row("speed", string.Create(CultureInfo.InvariantCulture, $"{record.ImagesPerSecond:0} images/s"));
        Row("loss", string.Create(CultureInfo.InvariantCulture, $"D {record.DiscriminatorLoss:0.000}   G and E {record.GeneratorEncoderLoss:0.000}"));
        foreach (var score in record.Scores)
        {
            Row($"s_{score.Name}", string.Create(CultureInfo.InvariantCulture, $"encoder pairs {score.EncoderPairs:+0.000;-0.000}   generator pairs {score.GeneratorPairs:+0.000;-0.000}"));
        }

        return new Panel(numbers).Header(Markup.Escape(title)).Border(BoxBorder.Rounded);

        void Row(string name, string value) => numbers.AddRow(new Text(name), new Text(value));
    }

    private static string Bar(double fraction)
    {
        const int Width = 24;
        var full = (int)Math.Round(fraction * Width);
        return new string('━', full) + new string('┄', Width - full);
    }

    private double Fraction(StepRecord record) => Math.Clamp(
        Math.Max((double)record.Step / goal.Steps, goal.Time is { } time ? record.Seconds / time.TotalSeconds : 0), 0, 1);

    private bool IsLast(StepRecord record) => Fraction(record) >= 1;

    private string TimeLeft(StepRecord record)
    {
        var (step, seconds) = _first!.Value;
        if (IsLast(record))
        {
            return string.Create(CultureInfo.InvariantCulture, $"{Clock(record.Seconds)} in all");
        }

        var bySteps = record.Step > step ? (record.Seconds - seconds) / (record.Step - step) * (goal.Steps - record.Step) : double.NaN;
        var byTime = goal.Time is { } time ? time.TotalSeconds - record.Seconds : double.PositiveInfinity;
        var left = double.IsNaN(bySteps) ? byTime : Math.Min(bySteps, byTime);
        return double.IsFinite(left) ? $"{Clock(left)} left" : "";
    }

    private static string Clock(double seconds)
    {
        var time = TimeSpan.FromSeconds(Math.Max(0, seconds));
        return time.TotalHours >= 1
            ? string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}")
            : string.Create(CultureInfo.InvariantCulture, $"{time.Minutes}:{time.Seconds:00}");
    }
}
