using BigBiGan.Experiments.Running;
using BigBiGan.Training.Evaluation.Metrics;
using BigBiGan.Training.Loop;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace BigBiGan.Cli.Display;

/// <summary>Runs that others train: one as a panel, several as a row each.</summary>
internal static class WatchDisplay
{
    private const string Run = "run";
    private const string Loss = "loss";
    private const string Scores = "scores";
    private const string Speed = "images/s";
    private const string Left = "left";
    private const string Evaluated = "evaluated";

    /// <summary>Between two columns of a table, and at its edges.</summary>
    private const int Gap = 3;

    /// <summary>Of a run's name, which goes on below; the other columns do not break.</summary>
    private const int WidestName = 24;

    private static readonly IReadOnlyList<string> Columns = [Run, "state", "step", Speed, Loss, Scores, Left, Evaluated];

    /// <summary>What a narrow terminal does without, first to last; the other columns stay.</summary>
    private static readonly IReadOnlyList<string> Dispensable = [Scores, Evaluated, Loss, Speed, Left];

    /// <summary>What a terminal shows while it lasts.</summary>
    /// <inheritdoc cref="Of"/>
    public static IRenderable Live(IReadOnlyList<WatchedRun> runs, Func<WatchedRun, TrainingGoal?> goal, DateTime now, int width) =>
        runs is [var run] ? Panel(run, goal(run), now, width) : Of(runs, goal, now, width);

    /// <param name="runs">Looked at just now.</param>
    /// <param name="goal">Where a run ends; null where nobody here knows.</param>
    /// <param name="now">In UTC.</param>
    /// <param name="width">Of the terminal, in columns; those of the table that it has no room for are left out.</param>
    public static Table Of(IReadOnlyList<WatchedRun> runs, Func<WatchedRun, TrainingGoal?> goal, DateTime now, int width)
    {
        var rows = runs.Select(run => Columns.Zip([.. Cells(run, goal(run), now), .. Columns.Select(_ => "")]).ToDictionary()).ToList();
        var shown = Columns.ToList();
        foreach (var column in Dispensable.TakeWhile(_ => shown.Sum(Room) > width))
        {
            shown.Remove(column);
        }

        var table = new Table().Border(TableBorder.Simple).AddColumns([.. shown]).NoWrap();
        var left = width - 1 - Gap - shown.Where(column => column != Run).Sum(Room); // one more edge than there are columns
        foreach (var row in rows)
        {
            table.AddRow([.. shown.Select(column => Markup.Escape(column == Run ? LabelLines.Of(row[Run], left) : row[column]))]);
        }

        return table;

        int Room(string column) => Math.Min(rows.Select(row => row[column].Length).Append(column.Length).Max(), column == Run ? WidestName : width) + Gap;
    }

    private static Rows Panel(WatchedRun run, TrainingGoal? goal, DateTime now, int width)
    {
        var state = $"  {run.State(now)}";
        var lines = new List<IRenderable> { new Text(Short(run.Label, width - state.Length) + state) };
        if (run.Log.Steps is [var first, ..] steps)
        {
            var clock = new TrainingClock(goal ?? new TrainingGoal(long.MaxValue));
            clock.See(first);
            lines.Add(TrainingPanel.Of(steps[^1], clock, null, width));
        }

        if (run.Log.Evaluations is [.., var evaluation])
        {
            lines.Add(new Text(Numbers(run, evaluation)));
        }

        if (run.Outcome is { } outcome)
        {
            lines.Add(new Text(outcome.Message));
        }

        return new Rows(lines);
    }

    /// <summary>A path's end says more than its beginning.</summary>
    private static string Short(string label, int room) => label.Length <= room ? label : $"…{label[^Math.Max(1, room - 1)..]}";

    /// <summary>The same as one line.</summary>
    public static string Line(WatchedRun run, TrainingGoal? goal, DateTime now) => string.Join("  ", Cells(run, goal, now).Where(cell => cell.Length > 0));

    private static IEnumerable<string> Cells(WatchedRun run, TrainingGoal? goal, DateTime now)
    {
        yield return run.Label;
        yield return run.State(now);
        if (run.Log.Steps is not [var first, ..])
        {
            yield break;
        }

        var last = run.Log.Steps[^1];
        var clock = goal is null ? null : new TrainingClock(goal);
        clock?.See(first);
        yield return clock?.Steps(last, "/") ?? FormattableString.Invariant($"{last.Step}");
        yield return FormattableString.Invariant($"{last.ImagesPerSecond:0}");
        yield return string.Join(" ", last.Losses.Select(loss => FormattableString.Invariant($"{loss.Players} {loss.Value:0.000}")));
        yield return string.Join(
            " ", last.Scores.Select(score => $"{score.Name} {SignedNumber.Of(score.EncoderPairs, 2)}/{SignedNumber.Of(score.GeneratorPairs, 2)}"));
        yield return run.Outcome is null ? clock?.TimeLeft(last) ?? "" : "";
        yield return run.Log.Evaluations is [.., var evaluation] ? Numbers(run, evaluation) : "";
    }

    private static string Numbers(WatchedRun run, EvaluationRecord evaluation)
    {
        var numbers = string.Join(", ", evaluation.Metrics
            .Where(one => MetricTable.Of(one.Metric).IsShownIn(MetricPlaces.All))
            .Select(one => $"{one.Metric} {MetricTable.Of(one.Metric).Text(one.Value)}"));
        var best = run.Identity?.Best is { } kept ? FormattableString.Invariant($"; best {kept.Metric} at step {kept.Step}") : "";
        return FormattableString.Invariant($"step {evaluation.Step}: {numbers}{best}");
    }
}
