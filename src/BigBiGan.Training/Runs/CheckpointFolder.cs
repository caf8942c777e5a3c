using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using BigBiGan.Dsl.State;
using BigBiGan.Training.Loop;

namespace BigBiGan.Training.Runs;

/// <summary>The checkpoints of a run: <c>step-00000500.safetensors</c> with <c>step-00000500.json</c>, the two newest.</summary>
public sealed class CheckpointFolder(string path)
{
    private const int Kept = 2;
    private const string DamagedEnding = ".damaged";

    public string Path { get; } = path;

    /// <summary>Stores the state beside the older checkpoints, then drops all but the newest two.</summary>
    /// <exception cref="RunException">The disk is full or cannot be written; the older checkpoints are as they were.</exception>
    public Checkpoint Save(TrainingState state)
    {
        var name = Name(state.Step);
        var tensors = File(name, ".safetensors");
        try
        {
            Directory.CreateDirectory(Path);
            SafeTensorFile.Write(tensors, state.Tensors().Select(entry => (entry.Key, entry.Value)));
            var checkpoint = new Checkpoint(state.Step, state.Phase, state.Seconds, System.IO.Path.GetFileName(tensors), Hash(tensors));
            DurableFile.Write(File(name, ".json"), JsonSerializer.Serialize(checkpoint, RunJson.Document) + "\n");
            Drop();
            return checkpoint;
        }
        // out of range is .NET's word for EFBIG: the file system or `ulimit -f` takes no file of this size
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            var older = Names().Where(older => older != name).ToArray();
            var left = older.Length > 0 ? $"{older[0]} is untouched" : "there is no older one";
            throw new RunException($"{tensors}: the checkpoint cannot be written: {problem.Message}; {left}; free the disk and go on with: bigbigan train --resume {System.IO.Path.GetDirectoryName(Path)}", problem);
        }
    }

    /// <summary>The newest checkpoint whose bytes are those that were written; null where none was ever finished.</summary>
    /// <param name="warn">Receives a line per checkpoint that is damaged.</param>
    /// <exception cref="RunException">There are checkpoints, and all are damaged.</exception>
    public Checkpoint? Latest(Action<string> warn)
    {
        var damaged = new List<string>();
        foreach (var name in Names())
        {
            var (checkpoint, problem) = Verify(name);
            if (checkpoint is not null)
            {
                foreach (var other in damaged)
                {
                    warn($"{other}; going on from {name}");
                }

                return checkpoint;
            }

            damaged.Add($"{File(name, ".json")} is damaged: {problem}");
        }

        return damaged.Count == 0 ? null : throw new RunException($"{Path} holds no whole checkpoint: {string.Join("; ", damaged)}");
    }

    /// <summary>The full path of a checkpoint's tensors.</summary>
    public string TensorFile(Checkpoint checkpoint) => System.IO.Path.Combine(Path, checkpoint.Tensors);

    /// <summary>
    /// Makes room for a run that goes on after <paramref name="step"/>: what a killed process left half written is deleted, and
    /// newer checkpoints, which are damaged, are renamed.
    /// </summary>
    internal void GoOnAfter(long step)
    {
        if (!Directory.Exists(Path))
        {
            return;
        }

        foreach (var part in Directory.GetFiles(Path, "*" + DurableFile.PartEnding))
        {
            System.IO.File.Delete(part);
        }

        foreach (var file in Directory.GetFiles(Path, "step-*").Where(file => !file.EndsWith(DamagedEnding, StringComparison.Ordinal)))
        {
            if (string.CompareOrdinal(System.IO.Path.GetFileNameWithoutExtension(file), Name(step)) > 0)
            {
                System.IO.File.Move(file, file + DamagedEnding, overwrite: true);
            }
        }
    }

    private static string Name(long step) => string.Create(CultureInfo.InvariantCulture, $"step-{step:D8}");

    private static string Hash(string file)
    {
        using var stream = System.IO.File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private string File(string name, string ending) => System.IO.Path.Combine(Path, name + ending);

    /// <summary>Of finished checkpoints, the newest first.</summary>
    private IEnumerable<string> Names() => Directory.Exists(Path)
        ? Directory.GetFiles(Path, "step-*.json").Select(file => System.IO.Path.GetFileNameWithoutExtension(file)!).OrderDescending(StringComparer.Ordinal)
        : [];

    private (Checkpoint? Checkpoint, string Problem) Verify(string name)
    {
        try
        {
            var checkpoint = JsonSerializer.Deserialize<Checkpoint>(System.IO.File.ReadAllText(File(name, ".json")), RunJson.Document);
            if (checkpoint is null || checkpoint.Tensors != name + ".safetensors")
            {
                return (null, $"it does not belong to {name}.safetensors");
            }

            return Hash(TensorFile(checkpoint)) == checkpoint.Sha256
                ? (checkpoint, "")
                : (null, $"the bytes of {checkpoint.Tensors} are not those that were written");
        }
        catch (Exception problem) when (problem is JsonException or IOException or UnauthorizedAccessException)
        {
            return (null, problem.Message);
        }
    }

    private void Drop()
    {
        foreach (var name in Names().Skip(Kept).ToArray())
        {
            // The small half first: without it the other is no checkpoint.
            System.IO.File.Delete(File(name, ".json"));
            System.IO.File.Delete(File(name, ".safetensors"));
        }
    }
}
