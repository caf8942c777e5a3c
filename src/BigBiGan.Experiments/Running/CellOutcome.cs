using BigBiGan.Experiments.Cells;

namespace BigBiGan.Experiments.Running;

/// <summary>What became of a cell that was to run.</summary>
/// <param name="Failure">Why it failed, in one line; null in every other end.</param>
public sealed record CellOutcome(PlannedCell Cell, CellEnd End, string? Failure = null);

public enum CellEnd
{
    /// <summary>Measured, by this run or by another process meanwhile.</summary>
    Done,

    /// <summary>Another process has it.</summary>
    Taken,

    /// <summary>Asked to end; it goes on next time.</summary>
    Interrupted,

    /// <summary>It ended early, or could not begin.</summary>
    Failed,
}
