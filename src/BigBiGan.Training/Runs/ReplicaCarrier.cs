namespace BigBiGan.Training.Runs;

/// <summary>What the replicas of a run are; it changes no result.</summary>
public enum ReplicaCarrier
{
    /// <summary>Threads of one process.</summary>
    Threads,

    /// <summary>Processes that talk by MPI, on one host or several.</summary>
    Mpi,

    /// <summary>Processes with a card each, whose tensors go from card to card; MPI starts and watches them.</summary>
    Nccl,
}
