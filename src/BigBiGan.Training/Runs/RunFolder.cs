using System.Text.Json;
using BigBiGan.Dsl.State;

namespace BigBiGan.Training.Runs;

/// <summary>
/// The folder of one run: <c>run.json</c> (what it is), <c>log.jsonl</c> (a line per logged step) and <c>checkpoints/</c>.
/// </summary>
public sealed class RunFolder
{
    private RunFolder(string path, RunIdentity identity)
    {
        Path = path;
        Identity = identity;
        Checkpoints = new CheckpointFolder(System.IO.Path.Combine(path, "checkpoints"));
    }

    public string Path { get; }

    public RunIdentity Identity { get; private set; }

    public CheckpointFolder Checkpoints { get; }

    public string LogFile => System.IO.Path.Combine(Path, "log.jsonl");

    /// <exception cref="RunException">The folder holds something already.</exception>
    public static void CheckFree(string path)
    {
        if (File.Exists(path))
        {
            throw new RunException($"{path} is a file; expected a new folder for the run; choose another --run");
        }

        if (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any())
        {
            throw new RunException(File.Exists(IdentityFile(path))
                ? $"{path} holds a run already; go on with: bigbigan train --resume {path}; or choose another --run"
                : $"{path} is not empty and holds no run; choose another --run");
        }
    }

    /// <exception cref="RunException">The folder holds something already, or cannot be written.</exception>
    public static RunFolder Create(string path, RunIdentity identity)
    {
        CheckFree(path);
        Write(path, identity);
        return new RunFolder(path, identity);
    }

    /// <exception cref="RunException">There is no run, or its <c>run.json</c> cannot be read.</exception>
    public static RunFolder Open(string path)
    {
        var file = IdentityFile(path);
        if (!File.Exists(file))
        {
            throw new RunException($"{path} holds no run (no run.json there); expected a folder that `bigbigan train` made");
        }

        try
        {
            var identity = JsonSerializer.Deserialize<RunIdentity>(File.ReadAllText(file), RunJson.Document)
                ?? throw new JsonException("the file is empty");
            return new RunFolder(path, identity);
        }
        catch (Exception problem) when (problem is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new RunException($"{file} cannot be read: {problem.Message.TrimEnd('.')}; put back the file of the run, or train a new one", problem);
        }
    }

    /// <summary>The goal that a later sitting goes on to, where it names none.</summary>
    /// <exception cref="RunException">The folder cannot be written.</exception>
    internal void Aim(long? steps, double? minutes) => Change(Identity with { Steps = steps, Minutes = minutes });

    /// <summary>Where a later sitting, and every command about the run, finds the images and the labels.</summary>
    /// <exception cref="RunException">The folder cannot be written.</exception>
    internal void Follow(string dataSource, string? labelsFile) => Change(Identity with { DataSource = dataSource, LabelsFile = labelsFile });

    private void Change(RunIdentity identity)
    {
        if (identity != Identity)
        {
            Write(Path, identity);
            Identity = identity;
        }
    }

    /// <summary>The kernels that are not calculated as libtorch would.</summary>
    /// <exception cref="RunException">The folder cannot be written.</exception>
    internal void NoteKernels(IReadOnlyList<string> kernels)
    {
        var all = (Identity.Kernels ?? []).Union(kernels).Order(StringComparer.Ordinal).ToArray();
        if (all.Length > (Identity.Kernels?.Count ?? 0))
        {
            var noted = Identity with { Kernels = all };
            Write(Path, noted);
            Identity = noted;
        }
    }

    private static void Write(string path, RunIdentity identity)
    {
        try
        {
            Directory.CreateDirectory(path);
            DurableFile.Write(IdentityFile(path), JsonSerializer.Serialize(identity, RunJson.Document) + "\n");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new RunException($"{path}: the run's folder cannot be written: {problem.Message}", problem);
        }
    }

    private static string IdentityFile(string path) => System.IO.Path.Combine(path, "run.json");
}
