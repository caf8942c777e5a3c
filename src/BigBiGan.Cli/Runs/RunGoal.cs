using BigBiGan.Dsl.Spec.Workspace;
using BigBiGan.Experiments.Running;
using BigBiGan.Training.Loop;

namespace BigBiGan.Cli.Runs;

/// <summary>Where a run ends that somebody else trains.</summary>
internal static class RunGoal
{
    /// <summary>Null where nobody here knows it: the goal is the spec's, and the run's own copy of that cannot be read.</summary>
    public static TrainingGoal? Of(WatchedRun run)
    {
        if (run.Identity is not { } identity)
        {
            return null;
        }

        TimeSpan? time = identity.Minutes is { } minutes ? TimeSpan.FromMinutes(minutes) : null;
        var steps = identity.Steps ?? (time is null ? StepsOf(identity.Spec) : null);
        return (steps, time) is (null, null) ? null : new TrainingGoal(steps ?? long.MaxValue, time);
    }

    /// <summary>Of the spec as the run has it: that of a grid's cell stands in no file, and any other may have changed since.</summary>
    private static long? StepsOf(string spec) =>
        SpecSet.Read([("run.yaml", spec)]).Specs is [{ Compiled.Variant: { } variant }] ? variant.Training.Steps : null;
}
