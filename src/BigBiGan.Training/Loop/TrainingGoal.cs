namespace BigBiGan.Training.Loop;

/// <summary>When a run is done: at the first of the two that is reached.</summary>
/// <param name="Steps">Steps of the whole run.</param>
/// <param name="Time">Training time of the whole run, earlier sittings included; null for no limit.</param>
public sealed record TrainingGoal(long Steps, TimeSpan? Time = null)
{
    public bool IsReachedBy(TrainingState state) => state.Step >= Steps || state.Seconds >= Time?.TotalSeconds;
}
