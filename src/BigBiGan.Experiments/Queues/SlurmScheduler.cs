using System.Globalization;
using BigBiGan.Dsl.Spec.Resolution;
using BigBiGan.Training.Errors;

namespace BigBiGan.Experiments.Queues;

/// <summary>Slurm, by its own programs.</summary>
public sealed class SlurmScheduler : Scheduler
{
    /// <summary>Seconds between the signal and the time limit: time to save.</summary>
    private const int Warning = 120;

    public override int Largest()
    {
        var lines = QueueProgram.Run("scontrol", "show", "config").Split('\n');
        var size = lines.Select(line => line.Split('=')).FirstOrDefault(pair => pair[0].Trim() == "MaxArraySize");
        return size is [_, var text] && int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var most) && most > 0 ? most : 1001;
    }

    public override IReadOnlyList<string> Submit(JobScript script, string jobs, LauncherProfile profile, string name)
    {
        var limit = profile.Limit > 0 ? string.Create(CultureInfo.InvariantCulture, $"%{profile.Limit}") : "";
        var array = Sbatch(
        [
            .. Common(profile, name, Path.Combine(Literal(jobs), "%a.out")), .. Resources(profile),
            string.Create(CultureInfo.InvariantCulture, $"--array=0-{script.Tasks.Count - 1}{limit}"),
            "--requeue", $"--signal=B:TERM@{Warning}",
            script.Write(jobs),
        ]);
        return [.. script.Tasks.Select((_, task) => string.Create(CultureInfo.InvariantCulture, $"{array}_{task}"))];
    }

    public override string? SubmitReport(JobScript script, string jobs, LauncherProfile profile, string name, IReadOnlyList<string> after) => Sbatch(
    [
        .. Common(profile, name + "-report", Path.Combine(Literal(jobs), "report.out")),
        $"--dependency=afterany:{string.Join(':', after.Select(id => id.Split('_')[0]).Distinct())}",
        script.WriteReport(jobs),
    ]);

    public override IReadOnlyDictionary<string, TaskState> Look(IReadOnlyList<string> ids)
    {
        var states = new Dictionary<string, TaskState>(StringComparer.Ordinal);
        var wanted = ids.ToHashSet(StringComparer.Ordinal);
        // by arrays, as a list of thousands of tasks is more than a command line takes
        foreach (var some in ids.Select(id => id.Split('_')[0]).Distinct().Chunk(100))
        {
            foreach (var line in Squeue(string.Join(',', some)).Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                if (line.Split('|') is [var id, var state, var reason, var node, var left] && wanted.Contains(id))
                {
                    var why = reason is "None" ? "" : reason; // it has not looked yet, or there is none
                    states[id] = state is "PENDING" or "REQUEUED" or "SPECIAL_EXIT" or "REQUEUE_HOLD" or "REQUEUE_FED"
                        ? new TaskState(Runs: false, why, "", "")
                        : new TaskState(Runs: true, why, node, left is "UNLIMITED" or "INVALID" or "NOT_SET" ? "" : left);
                }
            }
        }

        return states;
    }

    public override void Cancel(IReadOnlyList<string> ids)
    {
        foreach (var some in ids.Chunk(500))
        {
            QueueProgram.Run("scancel", some);
        }
    }

    /// <summary>Of a single job that has left the queue Slurm says that its id is invalid.</summary>
    private static string Squeue(string ids)
    {
        var (code, output, error) = QueueProgram.Ask("squeue", ["--noheader", "--array", $"--jobs={ids}", "--format=%i|%T|%r|%N|%L"]);
        return code == 0 ? output
            : error.Contains("Invalid job id", StringComparison.Ordinal) ? ""
            : throw new RunException($"squeue ended with {code}: {error.Split('\n')[^1]}");
    }

    /// <returns>The job's id.</returns>
    private static string Sbatch(IReadOnlyList<string> arguments) =>
        QueueProgram.Run("sbatch", ["--parsable", .. arguments]).Split('\n')[^1].Split(';')[0]; // behind a semicolon stands the cluster

    private static IEnumerable<string> Common(LauncherProfile profile, string name, string output) =>
    [
        $"--job-name={name}", $"--output={output}", "--open-mode=append",
        .. Given("--partition", profile.Partition), .. Given("--account", profile.Account), .. profile.Options,
    ];

    private static IEnumerable<string> Resources(LauncherProfile profile) =>
    [
        .. Given("--time", profile.Time),
        .. Given("--gres", profile.Cards > 0 ? string.Create(CultureInfo.InvariantCulture, $"gpu:{profile.Cards}") : ""),
        .. Given("--cpus-per-task", profile.Cores > 0 ? profile.Cores.ToString(CultureInfo.InvariantCulture) : ""),
        .. Given("--mem", profile.Gigabytes > 0 ? string.Create(CultureInfo.InvariantCulture, $"{profile.Megabytes}M") : ""),
    ];

    private static string[] Given(string option, string value) => value.Length > 0 ? [$"{option}={value}"] : [];

    /// <summary>A path in which a percent sign is one.</summary>
    private static string Literal(string path) => path.Replace("%", "%%", StringComparison.Ordinal);
}
