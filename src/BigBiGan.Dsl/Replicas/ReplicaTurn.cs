namespace BigBiGan.Dsl.Replicas;

/// <summary>What all replicas of a run do next.</summary>
public enum ReplicaTurn
{
    /// <summary>Nothing: the run is over.</summary>
    End,

    /// <summary>A step of the training.</summary>
    Step,

    /// <summary>Batches of an evaluation.</summary>
    Batches,
}
