using BigBiGan.Dsl.State;
using BigBiGan.Training.Text;

namespace BigBiGan.Experiments.Queues;

/// <summary>What was given to a queue at one time: <c>jobs/0001/job.json</c> among the results.</summary>
/// <param name="Queue">Who has it.</param>
/// <param name="Profile">The name in the launcher's file; empty where there was none.</param>
/// <param name="Report">The id of the job that writes the report after these; null where the queue has none.</param>
/// <param name="Queued">The profile's line that asks for a job, for queues by a template.</param>
/// <param name="Cancel">The profile's line that ends one.</param>
public sealed record Submission(QueueKind Queue, string Profile, IReadOnlyList<QueuedTask> Tasks, string? Report, string Queued, string Cancel);

/// <summary>A job of the queue, or a task of an array.</summary>
/// <param name="Id">As the queue names it: <c>4711_3</c>.</param>
/// <param name="Cells">The identities of its cells, in their order.</param>
public sealed record QueuedTask(string Id, IReadOnlyList<string> Cells);

public enum QueueKind
{
    /// <summary>Slurm.</summary>
    Slurm,

    /// <summary>Any other, by the lines of the profile.</summary>
    Command,
}

/// <summary>All submissions of a folder of results.</summary>
public sealed class Submissions(string results)
{
    /// <summary>A folder per submission.</summary>
    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetFullPath(results), "jobs");

    /// <summary>Oldest first; one that cannot be read is passed over.</summary>
    public IReadOnlyList<Submission> All() => !Directory.Exists(Path) ? [] :
    [
        .. Directory.GetDirectories(Path).Order(StringComparer.Ordinal).Select(Read).OfType<Submission>(),
    ];

    /// <summary>The folder of the next one, made.</summary>
    public string Next()
    {
        Directory.CreateDirectory(Path);
        var number = Directory.GetDirectories(Path)
            .Select(folder => int.TryParse(System.IO.Path.GetFileName(folder), out var one) ? one : 0)
            .DefaultIfEmpty(0).Max();
        return Directory.CreateDirectory(System.IO.Path.Combine(Path, $"{number + 1:0000}")).FullName;
    }

    public static void Write(string folder, Submission submission) =>
        DurableFile.Write(System.IO.Path.Combine(folder, "job.json"), JsonFormat.File(submission));

    private static Submission? Read(string folder)
    {
        try
        {
            return JsonFormat.Read<Submission>(File.ReadAllText(System.IO.Path.Combine(folder, "job.json")));
        }
        catch (Exception problem) when (problem is System.Text.Json.JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
