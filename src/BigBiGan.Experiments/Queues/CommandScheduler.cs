using System.Globalization;
using BigBiGan.Dsl.Spec.Resolution;
using BigBiGan.Training.Errors;
using BigBiGan.Training.Text;

namespace BigBiGan.Experiments.Queues;

/// <summary>Any other queue, by the lines of a profile: a job per task.</summary>
/// <param name="queued">The line that succeeds as long as a job waits or runs; empty where there is none.</param>
/// <param name="cancel">The line that ends a job; empty where there is none.</param>
public sealed class CommandScheduler(string queued, string cancel) : Scheduler
{
    public override int Largest() => int.MaxValue;

    public override IReadOnlyList<string> Submit(JobScript script, string jobs, LauncherProfile profile, string name)
    {
        script.Write(jobs);
        return
        [
            .. Enumerable.Range(0, script.Tasks.Count).Select(task =>
                Submit(JobScript.WriteTask(jobs, task), Path.Combine(jobs, $"{task}.out"), profile, $"{name}-{task}")),
        ];
    }

    public override string? SubmitReport(JobScript script, string jobs, LauncherProfile profile, string name, IReadOnlyList<string> after) => null;

    /// <summary>Where the profile has no line that asks, nobody knows what waits: a cell that a second job finds done or taken is left alone.</summary>
    public override IReadOnlyDictionary<string, TaskState> Look(IReadOnlyList<string> ids) => queued.Length == 0
        ? new Dictionary<string, TaskState>()
        : ids.Distinct()
            .Where(id => QueueProgram.Ask("sh", ["-c", Filled(queued, id)]).Code == 0)
            .ToDictionary(id => id, _ => new TaskState(Runs: false, "", "", ""));

    public override void Cancel(IReadOnlyList<string> ids)
    {
        if (cancel.Length == 0)
        {
            throw new RunException("the profile with which these jobs were submitted has no `command.cancel`; take them out of the queue by its own program");
        }

        foreach (var id in ids)
        {
            QueueProgram.Run("sh", "-c", Filled(cancel, id));
        }
    }

    /// <summary>What a template's names stand for; empty for what a profile does not say.</summary>
    private static string Value(LauncherProfile profile, string name) => name switch
    {
        "partition" => profile.Partition,
        "account" => profile.Account,
        "time" => profile.Time,
        "minutes" => Positive(profile.Seconds / 60),
        "cards" => Positive(profile.Cards),
        "cpus" => Positive(profile.Cores),
        "megabytes" => Positive(profile.Megabytes),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "a template's check lets no other name through"),
    };

    private static string Submit(string script, string log, LauncherProfile profile, string name)
    {
        var line = LauncherProfile.Fill(profile.Submit, word => word switch
        {
            "script" => ShellWord.Of(script),
            "log" => ShellWord.Of(log),
            "name" => ShellWord.Of(name),
            _ => Value(profile, word),
        });
        var id = QueueProgram.Run("sh", "-c", line).Split('\n')[^1].Trim();
        return id.Length > 0 ? id : name;
    }

    private static string Filled(string line, string id) => LauncherProfile.Fill(line, _ => ShellWord.Of(id));

    private static string Positive(long number) => number > 0 ? number.ToString(CultureInfo.InvariantCulture) : "";
}
