namespace BigBiGan.Experiments.Running;

public enum CellState
{
    /// <summary>Measured: nothing to do.</summary>
    Done,

    /// <summary>Another process has it.</summary>
    Taken,

    /// <summary>A job of a cluster has it: it waits, or has not come to this cell.</summary>
    Queued,

    /// <summary>Nothing like it was ever begun.</summary>
    New,

    /// <summary>A cell of the same variant and seed is there, of which something is another now.</summary>
    Changed,

    /// <summary>Begun, and not ended: it goes on where it stopped.</summary>
    Unfinished,

    /// <summary>The last try ended early; it is tried again.</summary>
    Failed,
}
