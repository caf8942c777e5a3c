using BigBiGan.Experiments.Running;
using BigBiGan.Training.Evaluation.Metrics;
using BigBiGan.Training.Loop;
using Spectre.Console;

namespace BigBiGan.Cli.Display;

/// <summary>Runs that others train, a row each.</summary>
internal static class WatchDisplay
{
    /// <param name="runs">Looked at just now.</param>
    /// <param name="goal">Where a run ends; null where nobody here knows.</param>
    /// <param name="now">In UTC.</param>
    public static Table Of(IEnumerable<WatchedRun> runs, Func<WatchedRun, TrainingGoal?> goal, DateTime now)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("run", "state", "step", "images/s", "loss", "scores", "left", "evaluated").NoWrap();
        foreach (var run in runs)
        {
            table.AddRow([.. Cells(run, goal(run), now).Select(Markup.Escape)]);
        }

        return table;
    }

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
        yield return string.Join(" ", last.Scores.Select(score => FormattableString.Invariant(
            $"{score.Name} {score.EncoderPairs:+0.00;-0.00}/{score.GeneratorPairs:+0.00;-0.00}")));
        yield return run.Outcome is null ? clock?.TimeLeft(last) ?? "" : "";
        yield return run.Log.Evaluations is [.., var evaluation] ? Evaluated(run, evaluation) : "";
    }

    private static string Evaluated(WatchedRun run, EvaluationRecord evaluation)
    {
        var numbers = string.Join(", ", evaluation.Metrics
            .Where(one => MetricTable.Of(one.Metric).IsShownIn(MetricPlaces.All))
            .Select(one => $"{one.Metric} {MetricTable.Of(one.Metric).Text(one.Value)}"));
        var best = run.Identity?.Best is { } kept ? FormattableString.Invariant($"; best {kept.Metric} at step {kept.Step}") : "";
        return FormattableString.Invariant($"step {evaluation.Step}: {numbers}{best}");
    }
}
