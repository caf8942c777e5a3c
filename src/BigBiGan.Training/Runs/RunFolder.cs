using System.Globalization;
using System.IO.Enumeration;
using System.Text.Json;
using BigBiGan.Dsl.State;
using BigBiGan.Dsl.Tensors;
using BigBiGan.Training.Data.Sources;
using BigBiGan.Training.Errors;
using BigBiGan.Training.Loop;
using BigBiGan.Training.Text;

namespace BigBiGan.Training.Runs;

/// <summary>
/// The folder of one run: <c>run.json</c> (what it is), <c>log.jsonl</c> (a line per logged step), its other logs, and <c>checkpoints/</c>.
/// </summary>
public sealed class RunFolder
{
    private const string IdentityName = "run.json";
    private const string PartPattern = IdentityName + ".*" + DurableFile.PartEnding;

    private RunFolder(string path, RunIdentity identity, RunAdvice? advice)
    {
        Path = path;
        Identity = identity;
        Advice = advice ?? RunAdvice.OfRun(path);
        Checkpoints = new CheckpointFolder(System.IO.Path.Combine(path, "checkpoints"), step => RunLog.SecondsAt(LogFile, step), Advice)
        {
            Keep = Kept(identity),
            Best = identity.Best?.Step,
        };
    }

    public string Path { get; }

    /// <summary>What messages about the run advise.</summary>
    public RunAdvice Advice { get; }

    public RunIdentity Identity { get; private set; }

    public CheckpointFolder Checkpoints { get; }

    public string LogFile => LogOf(LogKind.Jsonl);

    /// <summary>The path of a log, which may not be there.</summary>
    public string LogOf(LogKind kind) => LogIn(Path, kind);

    /// <summary>The path of a log in a folder that may hold no run yet.</summary>
    internal static string LogIn(string folder, LogKind kind = LogKind.Jsonl) => System.IO.Path.Combine(folder, kind switch
    {
        LogKind.Jsonl => "log.jsonl",
        LogKind.TensorBoard => "events.out.tfevents.run", // TensorBoard looks for `tfevents`
        LogKind.Csv => "log.csv",
    });

    /// <summary>Whether a run was begun in a folder.</summary>
    internal static bool IsIn(string folder) => File.Exists(System.IO.Path.Combine(folder, IdentityName));

    /// <summary>
    /// The path of a file that depends on images: <c>metrics.json</c> for the run's own, <c>metrics-NAME-1f2e3d4c.json</c> for others, which do
    /// not replace the run's own. Two folders may have one name, so that the hash stands behind it.
    /// </summary>
    /// <param name="name">Without ending.</param>
    public string ArtifactPath(DataSource data, string name, string ending) =>
        System.IO.Path.Combine(Path, data.Identity == Identity.DataIdentity ? name + ending : $"{name}-{Plain(data.Name)}-{data.Identity[..8]}{ending}");

    /// <exception cref="RunException">The folder holds something already.</exception>
    /// <param name="advice">That of a run of its own where null.</param>
    public static void CheckFree(string path, RunAdvice? advice = null)
    {
        if (Holds(path, advice) is { } problem)
        {
            throw new RunException(problem);
        }
    }

    /// <summary>Makes the folder, and takes it for this process before its first file is written.</summary>
    /// <exception cref="RunException">The folder holds something already, another process has it, or it cannot be written.</exception>
    /// <param name="advice">That of a run of its own where null.</param>
    public static (RunFolder Folder, FolderLock Lock) Create(string path, RunIdentity identity, RunAdvice? advice = null)
    {
        CheckFree(path, advice);
        return TryCreate(path, identity, advice, out var problem) ?? throw new RunException(problem);
    }

    /// <summary>The same with the next free <c>runs/NAME-NNN</c>: of several processes that look for one, each gets its own.</summary>
    /// <exception cref="RunException">It cannot be written.</exception>
    public static (RunFolder Folder, FolderLock Lock) CreateNext(string name, RunIdentity identity)
    {
        for (var i = 1; ; i++)
        {
            var path = System.IO.Path.Combine("runs", string.Create(CultureInfo.InvariantCulture, $"{name}-{i:000}"));
            if (!Directory.Exists(path) && TryCreate(path, identity, null, out _) is { } created)
            {
                return created;
            }
        }
    }

    /// <exception cref="RunException">There is no run, or its <c>run.json</c> cannot be read.</exception>
    /// <param name="advice">That of a run of its own where null.</param>
    public static RunFolder Open(string path, RunAdvice? advice = null)
    {
        var file = IdentityFile(path);
        if (!File.Exists(file))
        {
            throw new RunException($"{path} holds no run (no run.json there); expected a folder that `bigbigan train` made");
        }

        try
        {
            var identity = JsonFormat.Read<RunIdentity>(File.ReadAllText(file));
            return new RunFolder(path, identity, advice);
        }
        catch (Exception problem) when (problem is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new RunException($"{file} cannot be read: {problem.Message.TrimEnd('.')}; put back the file of the run, or train a new one", problem);
        }
    }

    /// <summary>The newest whole checkpoint; null where the run has made none yet.</summary>
    /// <param name="warn">Receives a line per checkpoint that is odd.</param>
    /// <exception cref="RunException">There are checkpoints, and all are damaged; or those that were made are gone.</exception>
    public Checkpoint? Latest(Action<string> warn) => Checkpoints.Latest(warn) ?? (Identity.HasCheckpoints
        ? throw new RunException(
            $"{Checkpoints.Path} holds no checkpoint, though the run has made some; "
            + "put them back, or train a new run; run.json and log.jsonl are as they were")
        : null);

    /// <summary>The checkpoint that was chosen; null where none is chosen and the run has made none yet.</summary>
    /// <param name="warn">Receives a line per checkpoint that is odd.</param>
    /// <exception cref="RunException">It is not there, or damaged.</exception>
    public Checkpoint? Find(CheckpointChoice choice, Action<string> warn)
    {
        if (choice.IsBest)
        {
            return Checkpoints.At(Identity.Best?.Step ?? throw new RunException(
                $"{Path} has no best checkpoint: nothing was measured while it trained (`train --evaluate-every N` does)"));
        }

        return choice.Step is { } step ? Checkpoints.At(step) : Latest(warn);
    }

    /// <summary>Stores a checkpoint, and that there is one.</summary>
    /// <exception cref="RunException">The disk is full or cannot be written; the older checkpoints are as they were.</exception>
    internal void Save(TrainingState state)
    {
        Checkpoints.Save(state);
        Change(Identity with { HasCheckpoints = true });
    }

    /// <summary>The goal that a later sitting goes on to, where it names none.</summary>
    /// <exception cref="RunException">The folder cannot be written.</exception>
    internal void SetGoal(long? steps, double? minutes) => Change(Identity with { Steps = steps, Minutes = minutes });

    /// <summary>What a later sitting does beside the steps, where it asks for nothing else.</summary>
    /// <exception cref="RunException">The folder cannot be written.</exception>
    internal void SetSchedule(RunSchedule? schedule) => Change(Identity with { Schedule = schedule });

    /// <summary>The checkpoint that stays, however old it becomes.</summary>
    /// <exception cref="RunException">The folder cannot be written.</exception>
    internal void SetBest(BestCheckpoint? best) => Change(Identity with { Best = best });

    /// <summary>How a sitting ended; null when one begins.</summary>
    /// <exception cref="RunException">The folder cannot be written.</exception>
    internal void SetOutcome(RunOutcome? outcome) => Change(Identity with { Outcome = outcome });

    /// <summary>Where a later sitting, and every command about the run, finds the images and the labels.</summary>
    /// <exception cref="RunException">The folder cannot be written.</exception>
    internal void Follow(string dataSource, string? labelsFile) => Change(Identity with { DataSource = dataSource, LabelsFile = labelsFile });

    /// <summary>Deletes what a process that was killed left half written.</summary>
    internal void Sweep()
    {
        // only of the files that the lock is about: `evaluate` may write others at this moment
        foreach (var part in Directory.GetFiles(Path, PartPattern).Concat(Checkpoints.Parts()))
        {
            File.Delete(part);
        }
    }

    /// <summary>The kernels that are not calculated as libtorch would.</summary>
    /// <exception cref="RunException">The folder cannot be written.</exception>
    internal void NoteKernels(IReadOnlyList<string> kernels)
    {
        var all = (Identity.Kernels ?? []).Union(kernels).Order(StringComparer.Ordinal).ToArray();
        if (all.Length > (Identity.Kernels?.Count ?? 0))
        {
            Change(Identity with { Kernels = all });
        }
    }

    /// <summary>Those that share each batch.</summary>
    /// <exception cref="RunException">The folder cannot be written.</exception>
    internal void NoteReplicas(int count, ReplicaCarrier? carrier) =>
        Change(Identity with { Replicas = count == 1 ? null : count, Carrier = count == 1 ? null : carrier });

    /// <summary>How convolutions are calculated.</summary>
    /// <exception cref="RunException">The folder cannot be written.</exception>
    internal void NoteForms(ConvolutionForms forms) => Change(Identity with { Convolutions = forms == ConvolutionForms.Usual ? null : forms.Name });

    private void Change(RunIdentity identity)
    {
        if (identity != Identity)
        {
            Write(Path, identity);
            Identity = identity;
            (Checkpoints.Keep, Checkpoints.Best) = (Kept(identity), identity.Best?.Step);
        }
    }

    private static int Kept(RunIdentity identity) => identity.Schedule?.Keep ?? CheckpointFolder.UsuallyKept;

    /// <returns>Null, with the reason, where somebody else has the folder.</returns>
    private static (RunFolder Folder, FolderLock Lock)? TryCreate(string path, RunIdentity identity, RunAdvice? advice, out string problem)
    {
        problem = $"{path} is in use by another process; choose another --run";
        Guarded(path, () => Directory.CreateDirectory(path));
        if (FolderLock.TryTake(path) is not { } taken)
        {
            return null;
        }

        try
        {
            // who held the lock a moment ago may have left a run
            if (Holds(path, advice) is { } found)
            {
                problem = found;
                taken.Dispose();
                return null;
            }

            Write(path, identity);
            return (new RunFolder(path, identity, advice), taken);
        }
        catch
        {
            taken.Dispose();
            throw;
        }
    }

    /// <summary>Why no run can begin in a folder; null where one can.</summary>
    private static string? Holds(string path, RunAdvice? advice)
    {
        if (File.Exists(path))
        {
            return $"{path} is a file; expected a new folder for the run; choose another --run";
        }

        if (!Directory.Exists(path) || Directory.EnumerateFileSystemEntries(path).All(IsOfAStart))
        {
            return null;
        }

        return File.Exists(IdentityFile(path))
            ? $"{path} holds a run already; go on with: {(advice ?? RunAdvice.OfRun(path)).Resume}; or choose another --run"
            : $"{path} is not empty and holds no run; choose another --run";
    }

    /// <summary>What a process leaves that begins a run at this moment, or was killed while it did. By its name: it may be gone by now.</summary>
    private static bool IsOfAStart(string file) =>
        System.IO.Path.GetFileName(file) is var name
            && (name == FolderLock.Name || FileSystemName.MatchesSimpleExpression(PartPattern, name, ignoreCase: false));

    private static void Write(string path, RunIdentity identity) =>
        Guarded(path, () => DurableFile.Write(IdentityFile(path), JsonFormat.File(identity)));

    private static void Guarded(string path, Action write)
    {
        try
        {
            write();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new RunException($"{path}: the run's folder cannot be written: {problem.Message}", problem);
        }
    }

    private static string Plain(string name) => string.Concat(name.Select(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '-'));

    private static string IdentityFile(string path) => System.IO.Path.Combine(path, IdentityName);
}
