namespace BigBiGan.Training.Loop;

public enum TrainingEnd
{
    /// <summary>The goal was reached.</summary>
    Finished,

    /// <summary>The run was asked to stop; it can be resumed.</summary>
    Interrupted,

    /// <summary>A NaN or an infinity appeared.</summary>
    Diverged,

    /// <summary>Before the goal, as it became no better.</summary>
    Stopped,

    /// <summary>It can no longer become good, and was to end then.</summary>
    Collapsed,
}

/// <param name="Step">Steps done.</param>
/// <param name="Message">One line for the user.</param>
public sealed record TrainingOutcome(TrainingEnd End, long Step, string Message);
