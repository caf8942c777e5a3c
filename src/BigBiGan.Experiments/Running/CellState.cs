namespace BigBiGan.Experiments.Running;

public enum CellState
{
    /// <summary>Measured: nothing to do.</summary>
    Done,

    /// <summary>Another process has it.</summary>
    Taken,

    /// <summary>Nothing like it was ever begun.</summary>
    New,

    /// <summary>A cell of the same variant and seed is there, of which something is another now.</summary>
    Changed,

    /// <summary>Begun, and not ended: it goes on where it stopped.</summary>
    Unfinished,

    /// <summary>The last try ended early; it is tried again.</summary>
    Failed,
}
