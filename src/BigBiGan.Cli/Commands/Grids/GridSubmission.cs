using System.Globalization;
using BigBiGan.Dsl.Spec.Grids;
using BigBiGan.Experiments.Cells;
using BigBiGan.Experiments.Queues;
using BigBiGan.Experiments.Results;
using BigBiGan.Training.Text;

namespace BigBiGan.Cli.Commands.Grids;

/// <summary>Gives the cells that are missing to a queue.</summary>
/// <param name="more">Words of the command line behind a cell's identity.</param>
internal sealed class GridSubmission(GridPlan plan, ResultsFolder folder, Launch launch, IReadOnlyList<string> more)
{
    /// <summary>How a node starts this program, as words of a shell.</summary>
    private IReadOnlyList<string> Program => launch.Profile.Program.Length > 0
        ? [launch.Profile.Program]
        : [.. ThisProgram.Words.Select(ShellWord.Of)];

    /// <summary>Words of the command line behind a cell's identity: those that were typed, and what the profile says of a cell.</summary>
    private IReadOnlyList<string> More => launch.Profile.Replicas == 1
        ? more
        : [.. more, "--replicas", launch.Profile.Replicas.ToString(CultureInfo.InvariantCulture)];

    /// <summary>Submits, and leaves the ids in the results.</summary>
    /// <param name="view">What the queue has already.</param>
    /// <exception cref="Training.Errors.RunException">The queue refuses.</exception>
    public IReadOnlyList<Submission> Submit(IReadOnlyList<PlannedCell> cells, QueueView view)
    {
        var name = plan.Path.Split('/')[^1];
        var tasks = cells.Chunk(launch.Profile.CellsPerJob).ToList();
        var whole = new JobScript(
            launch.Profile, Environment.CurrentDirectory, folder.Path,
            [.. Program, "grid", "cell", ShellWord.Of(plan.Path)],
            [.. More.Select(ShellWord.Of)],
            [.. Program, "grid", "report", ShellWord.Of(plan.Path), "--results", ShellWord.Of(folder.Path)],
            [.. tasks]);
        var store = new Submissions(folder.Path);
        var done = new List<(string Jobs, Submission Submission)>();
        foreach (var some in tasks.Chunk(launch.Queue.Largest()))
        {
            var jobs = store.Next();
            var ids = launch.Queue.Submit(whole.With(some), jobs, launch.Profile, name);
            var submission = new Submission(
                launch.Kind, launch.Profile.Name,
                [.. some.Zip(ids, (task, id) => new QueuedTask(id, [.. task.Select(cell => cell.Cell.Identity)]))],
                null, launch.Profile.Queued, launch.Profile.Cancel);
            Submissions.Write(jobs, submission);
            done.Add((jobs, submission));
        }

        // one report, after all that is under way; an earlier one that still waits would show less
        var (last, ending) = done[^1];
        var earlier = plan.Cells.Select(cell => view.Find(cell.Identity)?.Task.Id).OfType<string>();
        var now = done.SelectMany(one => one.Submission.Tasks).Select(task => task.Id);
        if (launch.Queue.SubmitReport(whole, last, launch.Profile, name, [.. earlier, .. now]) is { } report)
        {
            done[^1] = (last, ending with { Report = report });
            Submissions.Write(last, done[^1].Submission);
            foreach (var (queue, id) in view.Reports)
            {
                queue.Cancel([id]);
            }
        }

        return [.. done.Select(one => one.Submission)];
    }
}
