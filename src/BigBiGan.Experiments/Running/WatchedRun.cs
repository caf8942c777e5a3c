using BigBiGan.Experiments.Results;
using BigBiGan.Training.Errors;
using BigBiGan.Training.Runs;

namespace BigBiGan.Experiments.Running;

/// <summary>A run that somebody watches from outside: its log is followed, and <c>run.json</c> says what it is and how it ended.</summary>
/// <param name="label">For people.</param>
/// <param name="path">Of the run's folder.</param>
public sealed class WatchedRun(string label, string path)
{
    /// <summary>A log that was not written to for so long is told as silent: a line comes every ten steps.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly LogFollower _log = new(RunFolder.LogIn(path));

    public string Label { get; } = label;

    public string Folder { get; } = path;

    public LogFollower Log => _log;

    /// <summary>As it was at the last look.</summary>
    public RunIdentity? Identity { get; private set; }

    /// <summary>How it ended; null while it may go on.</summary>
    public RunOutcome? Outcome => Identity?.Outcome;

    /// <summary>All runs of a folder: itself, runs in it, or the cells of a grid's results.</summary>
    /// <exception cref="RunException">There is no such folder.</exception>
    public static IReadOnlyList<WatchedRun> In(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new RunException($"{folder}: no such folder; expected that of a run, of several, or of a grid's results");
        }

        return RunFolder.IsIn(folder)
            ? [new WatchedRun(folder, folder)]
            : [.. Directory.GetDirectories(folder).Order(StringComparer.Ordinal).Select(Of).OfType<WatchedRun>()];
    }

    /// <summary>In a word or two: <c>running</c>, <c>silent</c>, how it ended, or <c>not begun</c>.</summary>
    /// <param name="now">In UTC.</param>
    public string State(DateTime now) => (Outcome, _log.Written) switch
    {
        ({ } outcome, _) => outcome.End,
        (null, null) => "not begun",
        (null, { } written) => now - written < Patience ? "running" : "silent",
    };

    /// <exception cref="RunException">The log has lines of a newer format.</exception>
    public void Look()
    {
        _log.Look();
        try
        {
            Identity = RunFolder.Open(Folder).Identity;
        }
        catch (RunException)
        {
            // replaced at this moment, or by another version: the log is all there is
        }
    }

    /// <summary>Null where a folder is none of a run, nor of a cell that has begun one.</summary>
    private static WatchedRun? Of(string folder)
    {
        var cell = new CellFolder(folder);
        return RunFolder.IsIn(folder) ? new WatchedRun(Path.GetFileName(folder), folder)
            : cell.HasRun ? new WatchedRun(cell.Record?.Label ?? Path.GetFileName(folder), cell.Run)
            : null;
    }
}
