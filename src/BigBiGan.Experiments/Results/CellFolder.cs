using System.Text.Json;
using BigBiGan.Dsl.State;
using BigBiGan.Experiments.Cells;
using BigBiGan.Training.Errors;
using BigBiGan.Training.Runs;
using BigBiGan.Training.Text;

namespace BigBiGan.Experiments.Results;

/// <summary>
/// The folder of one cell: <c>cell.json</c> (what it is), <c>claims/</c> (who has it), <c>run/</c> (as <c>train</c> makes one), <c>output.txt</c> (what the
/// process said), <c>failure.txt</c> (why it ended early) and <c>result.json</c> (what was measured; written last).
/// </summary>
public sealed class CellFolder(string path)
{
    public string Path { get; } = path;

    public string Run => In("run");

    public string Output => In("output.txt");

    /// <summary>Whether anything was begun here.</summary>
    public bool Exists => File.Exists(In("cell.json"));

    /// <summary>The process that trains or measures it at this moment, as far as one look can tell; null where there is none.</summary>
    public ClaimHolder? Holder => ClaimFile.Newest(Path) is { IsFree: false } claim ? claim.Holder ?? ClaimHolder.Unknown : null;

    public bool HasRun => RunFolder.IsIn(Run);

    /// <summary>Why the last try ended; null where it did not fail, or could not say so.</summary>
    public string? Failure
    {
        get
        {
            try
            {
                return File.ReadAllText(In("failure.txt")).Trim();
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                return null;
            }
        }
    }

    /// <summary>Null where the folder holds no cell, or none that can be read.</summary>
    public CellRecord? Record => Exists ? Read<CellRecord>("cell.json").Value : null;

    /// <summary>Null where there is none; the second is why one that is there cannot be used.</summary>
    public (CellResult? Result, string? Damage) Result(string identity)
    {
        if (!File.Exists(In("result.json")))
        {
            return (null, null);
        }

        var (result, damage) = Read<CellResult>("result.json");
        return result is not null && result.Identity != identity
            ? (null, $"it is of the cell {result.Identity}")
            : (result, damage);
    }

    /// <summary>Takes the folder for one process and marks it as begun.</summary>
    /// <returns>To be disposed when the process lets go of it; null where the cell has its result by now, and nothing is to be done.</returns>
    /// <exception cref="RunException">Another process has it.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public CellClaim? Begin(PlannedCell cell)
    {
        if (IsDone(cell))
        {
            return null;
        }

        Directory.CreateDirectory(Path);
        var taken = CellClaim.TryTake(Path) ?? throw new RunException($"{Path} is in use by {Holder?.ToString() ?? "another process"}");
        try
        {
            if (IsDone(cell))
            {
                taken.Dispose();
                return null; // another process had it until this moment
            }

            File.Delete(In("failure.txt"));
            DurableFile.Write(In("cell.json"), JsonFormat.File(CellRecord.Of(cell)));
            if (Directory.Exists(Run) && !HasRun)
            {
                Directory.Delete(Run, recursive: true); // its process was killed before the run had a name
            }

            return taken;
        }
        catch
        {
            taken.Dispose();
            throw;
        }
    }

    /// <summary>Leaves the reason for the next look at the cell; where that cannot be written, the process's last line is all that tells it.</summary>
    public void Fail(string reason)
    {
        try
        {
            DurableFile.Write(In("failure.txt"), reason + "\n");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
        }
    }

    public void Finish(CellResult result) => DurableFile.Write(In("result.json"), JsonFormat.File(result));

    private bool IsDone(PlannedCell cell) => Result(cell.Cell.Identity).Result is not null;

    private (T? Value, string? Damage) Read<T>(string name)
        where T : class
    {
        try
        {
            return (JsonFormat.Read<T>(File.ReadAllText(In(name))), null);
        }
        catch (Exception problem) when (problem is JsonException or IOException or UnauthorizedAccessException)
        {
            return (null, problem.Message.TrimEnd('.'));
        }
    }

    private string In(string name) => System.IO.Path.Combine(Path, name);
}
