namespace BigBiGan.Training.Runs;

/// <summary>Which checkpoint of a run is looked at.</summary>
/// <param name="Step">That of a step; null for the newest, or the best.</param>
/// <param name="IsBest">Whether it is the one that was found the best along the way.</param>
public sealed record CheckpointChoice(long? Step = null, bool IsBest = false)
{
    /// <summary>The newest that is whole.</summary>
    public static CheckpointChoice Latest { get; } = new();
}
