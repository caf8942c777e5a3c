using System.CommandLine;
using BigBiGan.Cli.Display;
using BigBiGan.Cli.Errors;
using BigBiGan.Cli.Options;
using BigBiGan.Cli.Runs;
using BigBiGan.Experiments.Running;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace BigBiGan.Cli.Commands;

internal static class WatchCommand
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(10);

    public static Command Create()
    {
        var folder = new Argument<string>("RUN|RESULTS") { Description = "The folder of a run, of several runs, or of a grid's results." };
        var once = new Option<bool>("--once") { Description = "Show how it stands, and end." };
        var command = new ExampleCommand(
            "watch",
            "Shows runs that train elsewhere while they do, by their logs alone: from another terminal, or another host that sees the folder.",
            "bigbigan watch runs/fashion-001",
            "bigbigan watch results/small-ablations --once",
            "bigbigan watch runs --json")
        {
            folder, once, CommonOptions.Json,
        };
        command.SetAction(arguments => Execute(new Settings(
            arguments.GetRequiredValue(folder), arguments.GetValue(once), arguments.GetValue(CommonOptions.Json))));
        return command;
    }

    internal static void Execute(Settings settings)
    {
        var runs = new Dictionary<string, WatchedRun>();
        var shown = Look(settings.Folder, runs);
        if (shown.Count == 0 && (settings.Once || settings.Json))
        {
            throw new UserMistake($"{settings.Folder} holds no run (no run.json there, nor in a folder below it); expected a run, runs, or a grid's results");
        }

        if (settings.Json)
        {
            Print(shown);
        }
        else if (settings.Once)
        {
            Terminal.Out.Write(WatchDisplay.Of(shown, RunGoal.Of, DateTime.UtcNow, Terminal.Out.Profile.Width));
        }
        else
        {
            Follow(settings.Folder, runs);
        }
    }

    /// <summary>Until all runs have ended, or a signal asks for the end, which harms none of them.</summary>
    private static void Follow(string folder, Dictionary<string, WatchedRun> runs)
    {
        using var stop = new StopSignals();
        if (Terminal.Out.Profile.Out.IsTerminal && Terminal.Out.Profile.Capabilities.Ansi)
        {
            Terminal.Out.Live(Frame()).Start(live =>
            {
                while (!IsOver(runs) && !stop.Token.WaitHandle.WaitOne(BetweenLooks))
                {
                    live.UpdateTarget(Frame());
                }
            });
            return;
        }

        var told = new Dictionary<string, (string Line, DateTime At)>();
        do
        {
            foreach (var run in Look(folder, runs))
            {
                var (now, before) = (DateTime.UtcNow, told.GetValueOrDefault(run.Folder));
                var line = WatchDisplay.Line(run, RunGoal.Of(run), now);
                if (line != before.Line && (now - before.At >= BetweenLines || run.Outcome is not null))
                {
                    Console.Out.WriteLine(line);
                    told[run.Folder] = (line, now);
                }
            }
        }
        while (!IsOver(runs) && !stop.Token.WaitHandle.WaitOne(BetweenLooks));

        IRenderable Frame() => WatchDisplay.Live(Look(folder, runs), RunGoal.Of, DateTime.UtcNow, Terminal.Out.Profile.Width);
    }

    private static bool IsOver(Dictionary<string, WatchedRun> runs) => runs.Count > 0 && runs.Values.All(run => run.Outcome is not null);

    /// <summary>Runs may begin while they are watched.</summary>
    private static List<WatchedRun> Look(string folder, Dictionary<string, WatchedRun> runs)
    {
        foreach (var run in WatchedRun.In(folder))
        {
            runs.TryAdd(run.Folder, run);
        }

        foreach (var run in runs.Values)
        {
            run.Look();
        }

        return [.. runs.Values];
    }

    private static void Print(IEnumerable<WatchedRun> runs) => Json.Print(runs.Select(run => new
    {
        run = run.Folder,
        label = run.Label,
        variant = run.Identity?.Variant,
        data = run.Identity?.Data,
        seed = run.Identity?.Seed,
        state = run.State(DateTime.UtcNow),
        outcome = run.Outcome?.Message,
        steps = RunGoal.Of(run) is { Steps: < long.MaxValue and var steps } ? steps : (long?)null,
        minutes = run.Identity?.Minutes,
        silentSeconds = run.Log.Written is { } written ? Math.Round((DateTime.UtcNow - written).TotalSeconds, 1) : (double?)null,
        last = run.Log.Steps is [.., var last] ? last : null,
        best = run.Identity?.Best,
        evaluations = run.Log.Evaluations,
    }));

    /// <param name="Folder">Of a run, of several, or of results.</param>
    internal sealed record Settings(string Folder, bool Once, bool Json);
}
