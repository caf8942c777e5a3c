namespace BigBiGan.Dsl.Replicas.Mpi;

internal enum RankMessageKind : byte
{
    /// <summary>The sender is alive.</summary>
    Beat,

    /// <summary>The sender, which is not rank 0, cannot go on.</summary>
    Failure,

    /// <summary>Rank 0 has ended, and everybody does.</summary>
    End,

    /// <summary>The sender's last: whoever has heard it has left nothing of it unheard.</summary>
    Farewell,
}
