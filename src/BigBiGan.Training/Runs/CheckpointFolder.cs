using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using BigBiGan.Dsl.State;
using BigBiGan.Training.Errors;
using BigBiGan.Training.Loop;
using BigBiGan.Training.Text;

namespace BigBiGan.Training.Runs;

/// <summary>The checkpoints of a run: <c>step-00000500.safetensors</c> with <c>step-00000500.json</c>, the newest of them.</summary>
/// <param name="secondsAt">Training time until a step, as the run's log knows it: for a checkpoint whose small half is lost.</param>
/// <param name="advice">About the run.</param>
public sealed class CheckpointFolder(string path, Func<long, double> secondsAt, RunAdvice advice)
{
    internal const int UsuallyKept = 2;
    private const string LargeEnding = ".safetensors";
    private const string SmallEnding = ".json";
    private const string DamagedEnding = ".damaged";

    public string Path { get; } = path;

    /// <summary>How many of the newest stay.</summary>
    public int Keep { get; internal set; } = UsuallyKept;

    /// <summary>The step of the one that stays, however old it is; null for none.</summary>
    public long? Best { get; internal set; }

    /// <summary>Stores the state beside the older checkpoints, then drops those that are too many.</summary>
    /// <exception cref="RunException">The disk is full or cannot be written; the older checkpoints are as they were.</exception>
    public Checkpoint Save(TrainingState state)
    {
        var name = Name(state.Step);
        var tensors = File(name, LargeEnding);
        try
        {
            Directory.CreateDirectory(Path);
            SafeTensorFile.Write(tensors, state.Tensors().Select(entry => (entry.Key, entry.Value)));
            var checkpoint = new Checkpoint(state.Step, state.Seconds, System.IO.Path.GetFileName(tensors), Hash(tensors));
            Commit(checkpoint);
            Drop();
            return checkpoint;
        }
        // out of range is .NET's word for EFBIG: the file system or `ulimit -f` takes no file of this size
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            var older = Finished().Where(older => older != name).ToArray();
            var left = older.Length > 0 ? $"{older[0]} is untouched" : "there is no older one";
            throw new RunException(
                $"{tensors}: the checkpoint cannot be written: {problem.Message}; {left}; free the disk and go on with: {advice.Resume}",
                problem);
        }
    }

    /// <summary>
    /// The newest checkpoint whose bytes are those that were written; null where there is none. One whose small half is missing, as
    /// its process was killed in between or somebody lost it, is taken where its tensors are a whole file.
    /// </summary>
    /// <param name="warn">Receives a line per checkpoint that is damaged, or has lost its small half.</param>
    /// <exception cref="RunException">There are checkpoints, and all are damaged.</exception>
    public Checkpoint? Latest(Action<string> warn)
    {
        var damaged = new List<string>();
        foreach (var name in Begun())
        {
            var small = System.IO.File.Exists(File(name, SmallEnding));
            var (checkpoint, problem) = small ? Verify(name) : Recover(name);
            if (checkpoint is not null)
            {
                foreach (var other in damaged)
                {
                    warn($"{other}; going on from {name}");
                }

                if (!small)
                {
                    warn($"{File(name, SmallEnding)} is missing; going on from {checkpoint.Tensors}, which is a whole file");
                }

                return checkpoint;
            }

            damaged.Add($"{File(name, small ? SmallEnding : LargeEnding)} is damaged: {problem}");
        }

        return damaged.Count == 0 ? null : throw new RunException($"{Path} holds no whole checkpoint: {string.Join("; ", damaged)}");
    }

    /// <summary>The checkpoint after a step.</summary>
    /// <exception cref="RunException">There is none, or it is damaged.</exception>
    public Checkpoint At(long step)
    {
        var name = Name(step);
        if (!Begun().Contains(name))
        {
            var there = Begun().Reverse().Select(other => long.Parse(other["step-".Length..], CultureInfo.InvariantCulture)).ToArray();
            var found = there.Length == 0 ? "there are none" : $"there are those of steps {string.Join(", ", there)}";
            throw new RunException($"{Path} holds no checkpoint of step {step}; {found} (`train --keep N` keeps more)");
        }

        var (checkpoint, problem) = System.IO.File.Exists(File(name, SmallEnding)) ? Verify(name) : Recover(name);
        return checkpoint ?? throw new RunException($"{File(name, LargeEnding)} cannot be used: {problem}");
    }

    internal bool Has(long step) => System.IO.File.Exists(File(Name(step), SmallEnding));

    /// <summary>The full path of a checkpoint's tensors.</summary>
    public string TensorFile(Checkpoint checkpoint) => System.IO.Path.Combine(Path, checkpoint.Tensors);

    /// <summary>
    /// Makes room for a run that goes on from a checkpoint, or from none: its small half is written where it is missing, and newer
    /// checkpoints, which are damaged, are renamed.
    /// </summary>
    internal void GoOnFrom(Checkpoint? checkpoint)
    {
        if (!Directory.Exists(Path))
        {
            return;
        }

        var start = Name(checkpoint?.Step ?? 0);
        foreach (var file in Directory.GetFiles(Path, "step-*").Where(file => !file.EndsWith(DamagedEnding, StringComparison.Ordinal)))
        {
            if (string.CompareOrdinal(NameOf(file), start) > 0)
            {
                System.IO.File.Move(file, file + DamagedEnding, overwrite: true);
            }
        }

        if (checkpoint is not null && !System.IO.File.Exists(File(start, SmallEnding)))
        {
            Commit(checkpoint);
        }

        Drop();
    }

    /// <summary>What is being written, or was when its process was killed.</summary>
    internal IEnumerable<string> Parts() => Directory.Exists(Path) ? Directory.GetFiles(Path, "*" + DurableFile.PartEnding) : [];

    private static string Name(long step) => string.Create(CultureInfo.InvariantCulture, $"step-{step:D8}");

    /// <summary>Of any of a checkpoint's files.</summary>
    private static string NameOf(string file) => System.IO.Path.GetFileName(file).Split('.')[0];

    private static string Hash(string file)
    {
        using var stream = System.IO.File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private string File(string name, string ending) => System.IO.Path.Combine(Path, name + ending);

    private void Commit(Checkpoint checkpoint) =>
        DurableFile.Write(File(Name(checkpoint.Step), SmallEnding), JsonFormat.File(checkpoint));

    /// <summary>Of checkpoints with their small half, the newest first.</summary>
    private IEnumerable<string> Finished() => Names("step-*" + SmallEnding);

    /// <summary>Of all that have a half, the newest first.</summary>
    private IEnumerable<string> Begun() => Finished().Union(Names("step-*" + LargeEnding)).OrderDescending(StringComparer.Ordinal);

    private IEnumerable<string> Names(string pattern) => Directory.Exists(Path)
        ? Directory.GetFiles(Path, pattern).Select(NameOf).OrderDescending(StringComparer.Ordinal)
        : [];

    private (Checkpoint? Checkpoint, string Problem) Verify(string name)
    {
        try
        {
            var checkpoint = JsonSerializer.Deserialize<Checkpoint>(System.IO.File.ReadAllText(File(name, SmallEnding)), JsonFormat.Document);
            if (checkpoint is null || checkpoint.Tensors != name + LargeEnding)
            {
                return (null, $"it does not belong to {name}{LargeEnding}");
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

    /// <summary>The checkpoint whose tensors are there without their small half.</summary>
    private (Checkpoint? Checkpoint, string Problem) Recover(string name)
    {
        try
        {
            var tensors = File(name, LargeEnding);
            SafeTensorFile.CheckWhole(tensors);
            var step = long.Parse(name["step-".Length..], CultureInfo.InvariantCulture);
            return (new Checkpoint(step, secondsAt(step), System.IO.Path.GetFileName(tensors), Hash(tensors)), "");
        }
        catch (Exception problem) when (problem is FormatException or InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return (null, problem.Message);
        }
    }

    /// <summary>The newest stay, and the best; what is older goes, damaged files and halves too.</summary>
    private void Drop()
    {
        if (Finished().ElementAtOrDefault(Keep - 1) is { } oldest)
        {
            var best = Best is { } step ? Name(step) : null;
            // in this order a small half goes before its tensors
            foreach (var file in Directory.GetFiles(Path, "step-*")
                .Where(file => string.CompareOrdinal(NameOf(file), oldest) < 0 && NameOf(file) != best)
                .Order(StringComparer.Ordinal))
            {
                System.IO.File.Delete(file);
            }
        }
    }
}
