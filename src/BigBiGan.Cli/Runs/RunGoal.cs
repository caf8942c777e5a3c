using BigBiGan.Cli.Specs;
using BigBiGan.Experiments.Running;
using BigBiGan.Training.Loop;

namespace BigBiGan.Cli.Runs;

/// <summary>Where a run ends that somebody else trains.</summary>
internal static class RunGoal
{
    /// <summary>Null where nobody here knows it: the goal is the spec's, and this program has no such variant.</summary>
    public static TrainingGoal? Of(WatchedRun run)
    {
        if (run.Identity is not { } identity)
        {
            return null;
        }

        TimeSpan? time = identity.Minutes is { } minutes ? TimeSpan.FromMinutes(minutes) : null;
        var specs = time is null && CompiledSpecs.Knows(identity.Variant) ? CompiledSpecs.Find(identity.Variant).Variant.Training.Steps : (long?)null;
        return (identity.Steps ?? specs, time) is (null, null) ? null : new TrainingGoal(identity.Steps ?? specs ?? long.MaxValue, time);
    }
}
