using BigBiGan.Experiments.Results;
using BigBiGan.Experiments.Running;

namespace BigBiGan.Experiments.Queues;

/// <summary>What queues have of a folder's cells at this moment.</summary>
public sealed class QueueView
{
    private readonly Dictionary<string, QueuedCell> _cells = new(StringComparer.Ordinal);

    /// <summary>The ids of jobs that write a report once the others have ended, with their queues.</summary>
    public IReadOnlyList<(Scheduler Queue, string Id)> Reports { get; private init; } = [];

    /// <summary>Asks every queue that was ever given something of these results; none where there is none.</summary>
    /// <exception cref="Training.Errors.RunException">A queue does not answer.</exception>
    public static QueueView Of(ResultsFolder results)
    {
        var reports = new List<(Scheduler, string)>();
        var view = new QueueView { Reports = reports };
        foreach (var group in new Submissions(results.Path).All().GroupBy(submission => (submission.Queue, submission.Queued, submission.Cancel)))
        {
            var queue = Scheduler.Of(group.First());
            var last = group.Select(submission => submission.Report).OfType<string>().ToList();
            var states = queue.Look([.. group.SelectMany(submission => submission.Tasks).Select(task => task.Id), .. last]);
            reports.AddRange(last.Where(states.ContainsKey).Select(id => (queue, id)));
            foreach (var task in group.SelectMany(submission => submission.Tasks))
            {
                if (states.TryGetValue(task.Id, out var state))
                {
                    foreach (var cell in task.Cells)
                    {
                        view._cells[cell] = new QueuedCell(queue, task, state);
                    }
                }
            }
        }

        return view;
    }

    /// <summary>Null for a cell that no queue has.</summary>
    public QueuedCell? Find(string identity) => _cells.GetValueOrDefault(identity);

    /// <summary>A decision with what the queue knows: what waits there, or runs and has not begun the cell, is not given to it again.</summary>
    public CellDecision Join(CellDecision decision) => decision.Runs && Find(decision.Cell.Cell.Identity) is { } queued
        ? decision with { State = CellState.Queued, Why = queued.ToString() }
        : decision;
}

/// <summary>A cell that waits in a queue, or whose task runs.</summary>
public sealed record QueuedCell(Scheduler Queue, QueuedTask Task, TaskState State)
{
    /// <summary>For people: <c>queued: 4711_3 waits (Priority: others come first)</c>.</summary>
    public override string ToString() => State switch
    {
        { Runs: true, Where.Length: > 0 } => $"queued: {Task.Id} runs on {State.Where}",
        { Runs: true } => $"queued: {Task.Id} runs",
        { Reason.Length: > 0 } => $"queued: {Task.Id} waits ({WaitingReason.Of(State.Reason)})",
        _ => $"queued: {Task.Id}",
    };
}
