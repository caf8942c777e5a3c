using System.Diagnostics;
using BigBiGan.Training.Loop;
using Spectre.Console;

namespace BigBiGan.Cli.Display;

/// <summary>What a training run shows while it works: a live panel on a terminal, plain lines elsewhere.</summary>
internal sealed class TrainingDisplay(string title, TrainingGoal goal, IAnsiConsole console)
{
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(10);

    private readonly Stopwatch _sinceLine = Stopwatch.StartNew();
    private readonly TrainingClock _clock = new(goal);
    private readonly WaitingTime _waiting = new();
    private bool _isAdvised;
    private long _lastLine;

    /// <summary>Runs the training with a receiver for its records.</summary>
    public T Show<T>(Func<Action<StepRecord>, T> train)
    {
        console.Profile.Out.Writer.WriteLine(title);
        if (!console.Profile.Out.IsTerminal || !console.Profile.Capabilities.Ansi)
        {
            return train(PrintLine);
        }

        T result = default!;
        console.Live(new Text("first step")).Start(live => result = train(record =>
        {
            _clock.See(record);
            _waiting.See(record);
            live.UpdateTarget(TrainingPanel.Of(record, _clock, _waiting.Advice, console.Profile.Width));
        }));
        return result;
    }

    /// <summary>A line among those of steps; above the panel where there is one.</summary>
    public void Say(string line)
    {
        if (console.Profile.Out.IsTerminal && console.Profile.Capabilities.Ansi)
        {
            console.Write(new Text(line + "\n"));
        }
        else
        {
            console.Profile.Out.Writer.WriteLine(line);
        }
    }

    private void PrintLine(StepRecord record)
    {
        var isFirst = _lastLine == 0;
        _clock.See(record);
        _waiting.See(record);
        if (!_isAdvised && _waiting.Advice is { } advice)
        {
            _isAdvised = true;
            console.Profile.Out.Writer.WriteLine(advice);
        }

        if (record.Step == _lastLine || (!isFirst && _sinceLine.Elapsed < BetweenLines && !_clock.IsDone(record)))
        {
            return;
        }

        _lastLine = record.Step;
        _sinceLine.Restart();
        console.Profile.Out.Writer.WriteLine(Line(record));
    }

    private string Line(StepRecord record)
    {
        var scores = record.Scores.Select(s => $"{s.Name} {SignedNumber.Of(s.EncoderPairs, 2)}/{SignedNumber.Of(s.GeneratorPairs, 2)}");
        var losses = record.Losses.Select(loss => Invariant($"{loss.Players} {loss.Value:0.000}"));
        var (step, left) = (_clock.Steps(record, "/"), _clock.TimeLeft(record));
        return Invariant(
            $"step {step}  {record.ImagesPerSecond:0} images/s  loss {string.Join(" ", losses)}  scores {string.Join(" ", scores)}  {left}").TrimEnd();
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
