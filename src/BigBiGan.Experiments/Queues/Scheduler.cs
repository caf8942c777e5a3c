using BigBiGan.Dsl.Spec.Resolution;

namespace BigBiGan.Experiments.Queues;

/// <summary>Who runs jobs: a kind is a file.</summary>
public abstract class Scheduler
{
    /// <summary>The most jobs that one submission may have.</summary>
    /// <exception cref="Training.Errors.RunException">The queue does not answer.</exception>
    public abstract int Largest();

    /// <summary>Gives a submission to the queue.</summary>
    /// <param name="jobs">The folder with the scripts.</param>
    /// <returns>The id of each task.</returns>
    /// <exception cref="Training.Errors.RunException">The queue refuses, or does not answer.</exception>
    public abstract IReadOnlyList<string> Submit(JobScript script, string jobs, LauncherProfile profile, string name);

    /// <summary>Gives the queue a job that writes the report once all others have ended; null where it knows no such jobs.</summary>
    /// <param name="after">The ids of what it waits for.</param>
    public abstract string? SubmitReport(JobScript script, string jobs, LauncherProfile profile, string name, IReadOnlyList<string> after);

    /// <summary>The tasks that wait or run, by id; what has ended is left out.</summary>
    /// <exception cref="Training.Errors.RunException">The queue does not answer.</exception>
    public abstract IReadOnlyDictionary<string, TaskState> Look(IReadOnlyList<string> ids);

    /// <summary>Takes tasks out of the queue; those that run save first.</summary>
    /// <exception cref="Training.Errors.RunException">The queue does not answer, or cannot do that.</exception>
    public abstract void Cancel(IReadOnlyList<string> ids);

    /// <summary>The queue that has a submission.</summary>
    public static Scheduler Of(Submission submission) => submission.Queue switch
    {
        QueueKind.Slurm => new SlurmScheduler(),
        QueueKind.Command => new CommandScheduler(submission.Queued, submission.Cancel),
    };
}

/// <summary>A task that waits or runs.</summary>
/// <param name="Runs">Whether it was begun.</param>
/// <param name="Reason">Why it waits, in the queue's word; empty where it does not say.</param>
/// <param name="Where">The node; empty where it does not run, or the queue does not say.</param>
/// <param name="Left">Until its time limit, as the queue writes it; empty where there is none.</param>
public sealed record TaskState(bool Runs, string Reason, string Where, string Left);
