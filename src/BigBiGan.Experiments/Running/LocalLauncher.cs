using System.ComponentModel;
using System.Diagnostics;
using BigBiGan.Experiments.Cells;
using BigBiGan.Experiments.Results;

namespace BigBiGan.Experiments.Running;

/// <summary>Runs cells as processes on this machine, so many at once: one that crashes takes no other along.</summary>
/// <param name="results">Where each cell has its folder.</param>
/// <param name="command">The process that trains and measures one cell.</param>
/// <param name="jobs">Processes at once.</param>
public sealed class LocalLauncher(ResultsFolder results, Func<PlannedCell, ProcessStartInfo> command, int jobs)
{
    private const string Program = "bigbigan: ";

    private readonly ClaimWatch _watch = new();
    private readonly Lock _gate = new();
    private readonly List<PlannedCell> _running = [];

    /// <summary>The cells under way, in the order in which they began.</summary>
    public IReadOnlyList<PlannedCell> Running
    {
        get
        {
            lock (_gate)
            {
                return [.. _running];
            }
        }
    }

    /// <summary>
    /// Runs all that still need it at their turn, one after the other in each of the jobs.
    /// On <paramref name="stop"/> the running ones are asked to end, and no other begins.
    /// </summary>
    /// <param name="ended">Receives each cell at its end; called from any thread, one at a time.</param>
    public async Task Run(IEnumerable<PlannedCell> cells, Action<CellOutcome> ended, CancellationToken stop)
    {
        var waiting = new Queue<PlannedCell>(cells);
        foreach (var cell in waiting)
        {
            _watch.Note(results.Of(cell).Path);
        }

        await Task.WhenAll(Enumerable.Range(0, jobs).Select(_ => Task.Run(Work, CancellationToken.None))).ConfigureAwait(false);

        async Task Work()
        {
            while (!stop.IsCancellationRequested && Next() is { } cell)
            {
                var outcome = await RunOne(cell, stop).ConfigureAwait(false);
                lock (_gate)
                {
                    _running.Remove(cell);
                    ended(outcome);
                }
            }
        }

        PlannedCell? Next()
        {
            lock (_gate)
            {
                if (!waiting.TryDequeue(out var cell))
                {
                    return null;
                }

                _running.Add(cell);
                return cell;
            }
        }
    }

    /// <summary>The cell as it is now: since the run began, another process may have measured it, or begun it, or let go of it.</summary>
    private async Task<CellOutcome> RunOne(PlannedCell cell, CancellationToken stop)
    {
        try
        {
            return Elsewhere(cell, stop) ?? await Start(cell, stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return new CellOutcome(cell, CellEnd.Interrupted);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or Win32Exception)
        {
            return new CellOutcome(cell, CellEnd.Failed, problem.Message.TrimEnd('.').ReplaceLineEndings(" "));
        }
    }

    /// <summary>Null where no other process has done it, nor is doing it; one of another host is watched until that is known.</summary>
    private CellOutcome? Elsewhere(PlannedCell cell, CancellationToken stop) => CellDecision.Now(cell, results) switch
    {
        CellState.Done => new CellOutcome(cell, CellEnd.Done),
        CellState.Taken when !_watch.IsFree(results.Of(cell).Path, stop) => new CellOutcome(cell, CellEnd.Taken),
        _ => null,
    };

    private async Task<CellOutcome> Start(PlannedCell cell, CancellationToken stop)
    {
        var folder = results.Of(cell);
        Directory.CreateDirectory(folder.Path);
        using var child = new ChildProcess(command(cell), folder.Output);
        using var asked = stop.Register(child.AskToEnd);
        var code = await child.End().ConfigureAwait(false);
        return code switch
        {
            0 => new CellOutcome(cell, CellEnd.Done),
            ExitCode.Interrupted => new CellOutcome(cell, CellEnd.Interrupted),
            _ when stop.IsCancellationRequested && folder.Failure is null => new CellOutcome(cell, CellEnd.Interrupted),
            _ => Elsewhere(cell, stop) // it was quicker by a moment
                ?? new CellOutcome(
                    cell, CellEnd.Failed,
                    Told(child.LastError) ?? folder.Failure ?? $"its process ended with {code}; the end of {folder.Output} may say why"),
        };
    }

    /// <summary>The line with which the program ends; what stands in the folder may be of an earlier try.</summary>
    private static string? Told(string? line) => line is not null && line.StartsWith(Program, StringComparison.Ordinal) ? line[Program.Length..] : null;
}
