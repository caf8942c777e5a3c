using System.CommandLine;
using BigBiGan.Cli.Errors;
using BigBiGan.Cli.Specs;
using BigBiGan.Dsl.Spec.Resolution;
using BigBiGan.Experiments.Cells;
using BigBiGan.Experiments.Queues;

namespace BigBiGan.Cli.Commands.Grids;

/// <summary>Who runs the cells of a grid.</summary>
internal static class LauncherOptions
{
    private const string Local = "local";
    private const string Slurm = "slurm";
    private const string Command = "command";

    public static Option<string> Launcher { get; } = new("--launcher")
    {
        Description = "Who runs the cells: this machine, Slurm, or another queue by the lines of a profile.",
        HelpName = $"{Local}|{Slurm}|{Command}",
        DefaultValueFactory = _ => Local,
    };

    public static Option<string?> Profile { get; } = new("--profile")
    {
        Description = "The launcher's file: partition, time, cards, memory, what comes first (docs/clusters.md).",
        HelpName = "FILE",
    };

    /// <summary>Null where this machine runs the cells.</summary>
    /// <exception cref="UserMistake">There is no such launcher, or the profile does not fit it.</exception>
    public static Launch? Of(string launcher, string? path)
    {
        switch (launcher)
        {
            case Local:
                return path is null ? null : throw new UserMistake($"--profile is a queue's; add --launcher {Slurm} or --launcher {Command}");
            case Slurm:
                var profile = path is null ? LauncherProfile.Plain : Read(path);
                return profile.Submit.Length == 0
                    ? new Launch(QueueKind.Slurm, new SlurmScheduler(), profile)
                    : throw new UserMistake($"{path} has `command`, the lines of another queue; take --launcher {Command}, or leave them out");
            case Command:
                return OfCommand(
                    path ?? throw new UserMistake($"--launcher {Command} needs the lines of its queue; add --profile FILE, a launcher with `command`"));
            default:
                throw new UserMistake($"--launcher is '{launcher}'; expected {Local}, {Slurm} or {Command}");
        }
    }

    /// <summary>A profile whose jobs have a core for each thread that they begin.</summary>
    private static LauncherProfile Read(string path) => LauncherFile.Read(path) is var profile && profile.Cores >= profile.Replicas || profile.Cores == 0
        ? profile
        : throw new UserMistake(
            $"{path} has {profile.Cpus} `cpus` and {profile.Replicas} `replicas`, each of which keeps a core busy; "
            + $"give `cpus: {profile.Replicas}` or more, or leave `cpus` out");

    /// <summary>What a template asks for is there, and nothing is there that it does not ask for.</summary>
    private static Launch OfCommand(string path)
    {
        var profile = Read(path);
        if (profile.Submit.Length == 0)
        {
            throw new UserMistake($"{path} has no `command.submit`, the line that gives a job to the queue; add it, or take --launcher {Slurm}");
        }

        var asked = LauncherProfile.Names(profile.Submit).ToHashSet(StringComparer.Ordinal);
        foreach (var (key, name, given) in new[]
        {
            ("partition", "{partition}", profile.Partition.Length > 0), ("account", "{account}", profile.Account.Length > 0),
            ("time", "{time} or {minutes}", profile.Seconds > 0), ("cards", "{cards}", profile.Cards > 0),
            (profile.Cpus == 0 && profile.Cores > 0 ? "replicas" : "cpus", "{cpus}", profile.Cores > 0), ("memory", "{megabytes}", profile.Gigabytes > 0),
        })
        {
            var used = name.Split(" or ").Any(one => asked.Contains(one.Trim('{', '}')));
            if (used != given)
            {
                throw new UserMistake(given
                    ? $"{path} has `{key}`, and `command.submit` does not hand it on; put {name} into the line, or leave out `{key}`"
                    : $"{path} has {name} in `command.submit`, and no `{key}`; add it");
            }
        }

        return profile.Limit > 0 || profile.Options.Count > 0
            ? throw new UserMistake(
                $"{path} has `{(profile.Limit > 0 ? "limit" : "options")}`, which Slurm alone takes; "
                + "leave it out, and put what the queue has in its place into `command.submit`")
            : new Launch(QueueKind.Command, new CommandScheduler(profile.Queued, profile.Cancel), profile);
    }
}

/// <summary>A queue with what its jobs ask for.</summary>
internal sealed record Launch(QueueKind Kind, Scheduler Queue, LauncherProfile Profile)
{
    /// <exception cref="UserMistake">The replicas of the profile cannot share the batch of a cell.</exception>
    public void Check(IEnumerable<PlannedCell> cells)
    {
        if (cells.FirstOrDefault(cell => BatchOf(cell) % Profile.Replicas != 0) is { } uneven)
        {
            throw new UserMistake(
                $"the profile {Profile.Name} has {Profile.Replicas} `replicas`, and the batch of {uneven.Label} is {BatchOf(uneven)}, "
                + "which has not as many equal parts; change `replicas`, or choose other cells by --only");
        }
    }

    private static int BatchOf(PlannedCell cell) => cell.Cell.Variant.Facts.Training.Batch;
}
