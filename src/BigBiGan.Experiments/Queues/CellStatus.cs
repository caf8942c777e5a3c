using BigBiGan.Experiments.Cells;
using BigBiGan.Experiments.Results;
using BigBiGan.Experiments.Running;

namespace BigBiGan.Experiments.Queues;

/// <summary>A cell as its results, its queue and the log of its run show it.</summary>
/// <param name="Why">For people: the reason, the place, or both.</param>
/// <param name="Step">Whole steps of training.</param>
/// <param name="StepsPerSecond">Of training, lately; null where it does not run, or has not run long enough.</param>
/// <param name="SecondsLeft">Of training, at that rate.</param>
/// <param name="Task">Null for a cell that no queue has.</param>
public sealed record CellStatus(
    PlannedCell Cell, CellState State, string Why, long Step, long Steps, double? StepsPerSecond, double? SecondsLeft, QueuedCell? Task)
{
    /// <summary>One per cell, in their order.</summary>
    /// <exception cref="Training.Errors.RunException">A queue does not answer.</exception>
    public static IReadOnlyList<CellStatus> All(IReadOnlyList<PlannedCell> cells, ResultsFolder results)
    {
        var view = QueueView.Of(results);
        return [.. CellDecision.All(cells, results).Select(decision => Of(decision, results.Of(decision.Cell), view))];
    }

    private static CellStatus Of(CellDecision decision, CellFolder folder, QueueView view)
    {
        var task = view.Find(decision.Cell.Cell.Identity);
        var joined = decision.State == CellState.Failed && task is { State.Runs: true } ? decision : view.Join(decision); // its job goes on with others
        var steps = decision.Cell.Cell.Variant.Facts.Training.Steps;
        if (joined.State == CellState.New)
        {
            return new CellStatus(decision.Cell, joined.State, joined.Why, 0, steps, null, null, task);
        }

        var (step, rate) = CellProgress.Of(folder);
        if (joined.State != CellState.Taken)
        {
            return new CellStatus(decision.Cell, joined.State, joined.Why, joined.State == CellState.Done ? steps : step, steps, null, null, task);
        }

        var where = task is null ? $"{folder.Holder}" : $"{folder.Holder}, job {task.Task.Id}{(task.State.Where.Length > 0 ? $" on {task.State.Where}" : "")}";
        return new CellStatus(decision.Cell, joined.State, where, step, steps, rate, rate > 0 ? (steps - step) / rate : null, task);
    }
}
