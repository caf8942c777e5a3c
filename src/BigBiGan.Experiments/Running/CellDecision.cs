using BigBiGan.Experiments.Cells;
using BigBiGan.Experiments.Results;

namespace BigBiGan.Experiments.Running;

/// <summary>Whether a cell runs, and why.</summary>
/// <param name="Why">For people: <c>changed: training.batch 32 -> 16</c>.</param>
public sealed record CellDecision(PlannedCell Cell, CellState State, string Why)
{
    public bool Runs => State is not (CellState.Done or CellState.Taken or CellState.Queued);

    /// <summary>One decision per cell, in the order of the cells.</summary>
    public static IReadOnlyList<CellDecision> All(IReadOnlyList<PlannedCell> cells, ResultsFolder results)
    {
        var current = cells.Select(cell => cell.Cell.Identity).ToHashSet(StringComparer.Ordinal);
        var outdated = results.Records().Where(record => !current.Contains(record.Identity)).ToList();
        return [.. cells.Select(cell => Of(cell, results.Of(cell), outdated))];
    }

    /// <summary>How a cell is at this moment; <see cref="CellState.New"/> also where an earlier version of it is there.</summary>
    public static CellState Now(PlannedCell cell, ResultsFolder results) => Of(cell, results.Of(cell), []).State;

    /// <param name="outdated">Cells that were begun and belong to the grid no longer.</param>
    private static CellDecision Of(PlannedCell cell, CellFolder folder, IReadOnlyList<CellRecord> outdated)
    {
        var (result, damage) = folder.Result(cell.Cell.Identity);
        if (result is not null)
        {
            return new(cell, CellState.Done, "done");
        }

        if (folder.Holder is { } holder)
        {
            return new(cell, CellState.Taken, $"another process runs it: {holder}");
        }

        if (folder.Failure is { } failure)
        {
            return new(cell, CellState.Failed, $"failed: {failure}");
        }

        if (folder.Exists)
        {
            return new(cell, CellState.Unfinished, damage is null ? "unfinished" : $"unfinished: result.json cannot be used: {damage}");
        }

        var now = CellRecord.Of(cell);
        var nearest = outdated
            .Where(record => record.Variant == now.Variant && record.Seed == now.Seed)
            .Select(record => record.Changes(now))
            .MinBy(changes => changes.Count);
        return nearest switch
        {
            null => new(cell, CellState.New, "new"),
            [] => new(cell, CellState.Changed, "changed: this version trains or measures it in another way"),
            _ => new(cell, CellState.Changed, $"changed: {string.Join("; ", nearest)}"),
        };
    }
}
