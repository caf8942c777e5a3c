using System.CommandLine;
using System.Diagnostics;
using BigBiGan.Cli.Display;
using BigBiGan.Cli.Errors;
using BigBiGan.Cli.Options;
using BigBiGan.Cli.Runs;
using BigBiGan.Cli.Specs;
using BigBiGan.Dsl.Spec.Grids;
using BigBiGan.Dsl.Spec.Text;
using BigBiGan.Experiments.Cells;
using BigBiGan.Experiments.Queues;
using BigBiGan.Experiments.Results;
using BigBiGan.Experiments.Running;
using BigBiGan.Training.Data.Sources;
using BigBiGan.Training.Runs;

namespace BigBiGan.Cli.Commands.Grids;

/// <summary>Trains and measures what is missing of a grid.</summary>
internal static class GridRunCommand
{
    /// <summary>What <c>--only</c> takes beside names of cells.</summary>
    private static readonly Dictionary<string, CellState> States = new[] { CellState.New, CellState.Changed, CellState.Unfinished, CellState.Failed }
        .ToDictionary(GridStatusDisplay.Word, StringComparer.Ordinal);

    public static Command Create()
    {
        var (grid, results) = (GridOptions.Grid(), GridOptions.Results());
        var jobs = NumberOption.Between("--jobs", 1, 256, "Cells at once, each a process of its own. [default: 1]");
        var only = GridOptions.Only($" Or all that are {Phrases.Or(States.Keys)}.");
        var dry = new Option<bool>("--dry-run") { Description = "Say what would run, and why, and run nothing." };
        var command = new ExampleCommand(
            "run",
            "Trains and measures the cells that are missing among the results, and says why each runs or does not.",
            "bigbigan grid run small-ablations --jobs 2",
            "bigbigan grid run small-ablations --only no-unaries --dry-run",
            "bigbigan grid run small-ablations --only failed",
            "bigbigan grid run table1 --data /data/imagenet --launcher slurm --profile launchers/slurm.yaml --device cuda")
        {
            grid, results, jobs, LauncherOptions.Launcher, LauncherOptions.Profile, only, dry,
            CommonOptions.Data, ImageOptions.Source.All, ImageOptions.Reading.All, ScheduleOptions.All, ComputeOptions.All, CommonOptions.Json,
        };
        command.SetAction(arguments => Execute(new Settings(
            arguments.GetRequiredValue(grid),
            arguments.GetValue(results),
            arguments.GetValue(jobs),
            arguments.GetValue(LauncherOptions.Launcher)!,
            arguments.GetValue(LauncherOptions.Profile),
            arguments.GetValue(only) ?? [],
            arguments.GetValue(dry),
            arguments.GetValue(CommonOptions.Data),
            ImageOptions.SourceOf(arguments),
            [
                .. ImageOptions.Source.Forwarded(arguments), .. ImageOptions.Reading.Forwarded(arguments),
                .. ScheduleOptions.Forwarded(arguments), .. ComputeOptions.Forwarded(arguments),
            ],
            arguments.GetValue(CommonOptions.Json))));
        return command;
    }

    /// <returns>An <see cref="ExitCode"/>.</returns>
    internal static int Execute(Settings settings)
    {
        var plan = CompiledGrids.Find(settings.Grid);
        var folder = GridOptions.Folder(settings.Results, plan);
        if (LauncherOptions.Of(settings.Launcher, settings.Profile) is { } launch)
        {
            return settings.Jobs is null
                ? GiveToQueue(plan, folder, launch, settings)
                : throw new UserMistake("--jobs is of cells on this machine; `limit` of the profile says how many jobs a queue runs at once");
        }

        var decisions = Decisions(plan, folder, settings);
        Say(decisions, settings);

        // what another process has comes last: by then it may be done, or let go of
        var missing = decisions
            .Where(decision => decision.State != CellState.Done)
            .OrderBy(decision => !decision.Runs)
            .Select(decision => decision.Cell).ToList();
        var outcomes = settings.DryRun || missing.Count == 0 ? [] : Run(plan, folder, missing, settings);
        var failed = outcomes.Where(outcome => outcome.End == CellEnd.Failed).ToList();
        if (settings.Json)
        {
            Print(plan, folder, decisions, outcomes, []);
        }
        else if (!settings.DryRun)
        {
            var (done, taken) = (decisions.Count - missing.Count + outcomes.Count(o => o.End == CellEnd.Done), outcomes.Count(o => o.End == CellEnd.Taken));
            var elsewhere = taken > 0 ? $", {taken} under way in another process" : "";
            Console.Out.WriteLine($"{done} of {decisions.Count} cells done{elsewhere}; the table: {GridOptions.Report(plan, folder)}");
        }

        failed.ForEach(outcome => Console.Error.WriteLine($"bigbigan: {outcome.Cell.Label} failed: {outcome.Failure}"));
        if (!settings.DryRun && outcomes.Count < missing.Count | outcomes.Any(outcome => outcome.End == CellEnd.Interrupted))
        {
            throw new OperationCanceledException($"interrupted; go on with: {GridOptions.Run(plan, folder)}");
        }

        return failed.Count == 0 ? ExitCode.Done : ExitCode.Mistake;
    }

    /// <summary>Of the cells that were asked for, by name or by how they are.</summary>
    private static IReadOnlyList<CellDecision> Decisions(GridPlan plan, ResultsFolder folder, Settings settings)
    {
        var cells = CompiledGrids.Cells(plan);
        var states = settings.Only.Where(States.ContainsKey).Select(word => States[word]).ToHashSet();
        var names = settings.Only.Where(word => !States.ContainsKey(word)).ToList();
        var selected = states.Count > 0 && names.Count == 0 ? [] : GridOptions.Selected(plan, cells, names).ToHashSet();
        return [.. CellDecision.All(cells, folder).Where(decision => selected.Contains(decision.Cell) || states.Contains(decision.State))];
    }

    /// <summary>With --json the answer comes at the end.</summary>
    private static void Say(IReadOnlyList<CellDecision> decisions, Settings settings)
    {
        var answers = settings.Json ? Console.Error : Console.Out;
        foreach (var decision in decisions)
        {
            answers.WriteLine($"{decision.Cell.Cell.Identity[..12]}  {decision.Cell.Label}: {decision.Why}");
        }
    }

    /// <summary>Submits what is missing, and neither done nor waiting in a queue already.</summary>
    private static int GiveToQueue(GridPlan plan, ResultsFolder folder, Launch launch, Settings settings)
    {
        if (settings.DryRun)
        {
            var planned = Joined(QueueView.Of(folder));
            Say(planned, settings);
            Answer(planned, []);
            return ExitCode.Done;
        }

        var begun = Decisions(plan, folder, settings).Where(decision => decision.Runs).Select(decision => decision.Cell).ToList();
        launch.Check(begun);
        var source = Checked(begun, settings);
        using var gate = new FolderLock(Directory.CreateDirectory(new Submissions(folder.Path).Path).FullName); // two at once would submit the same cells
        var view = QueueView.Of(folder);
        var decisions = Joined(view);
        Say(decisions, settings);
        var missing = decisions.Where(decision => decision.Runs).Select(decision => decision.Cell).ToList();
        string[] more = ["--results", folder.Path, "--data", source ?? "", .. settings.HandedOn];
        var submitted = missing.Count == 0 ? [] : new GridSubmission(plan, folder, launch, more).Submit(missing, view);
        Answer(decisions, submitted);
        if (!settings.Json)
        {
            var ids = submitted.SelectMany(submission => submission.Tasks).Select(task => task.Id.Split('_')[0]).Distinct().ToList();
            var count = Phrases.Count(submitted.Sum(submission => submission.Tasks.Count), "job");
            var jobs = ids.Count == 0 ? "" : $" in {count} ({ids[0]}{(ids.Count > 1 ? $" to {ids[^1]}" : "")})";
            var cells = Phrases.Count(decisions.Count, "cell");
            Console.Out.WriteLine($"{missing.Count} of {cells} submitted{jobs}; how they are: {GridOptions.Status(plan, folder)}");
        }

        return ExitCode.Done;

        IReadOnlyList<CellDecision> Joined(QueueView view) => [.. Decisions(plan, folder, settings).Select(view.Join)];

        void Answer(IReadOnlyList<CellDecision> decisions, IReadOnlyList<Submission> submitted)
        {
            if (settings.Json)
            {
                Print(plan, folder, decisions, [], submitted);
            }
        }
    }

    /// <summary>What is wrong with the images is said once, before anything runs; the images as they were asked for, null for no cells.</summary>
    private static string? Checked(IReadOnlyList<PlannedCell> missing, Settings settings)
    {
        if (missing.Count == 0)
        {
            return null;
        }

        var source = GridData.Source(missing[0], settings.Data);
        foreach (var cell in missing.DistinctBy(cell => (cell.Cell.Variant.Facts.DataSize, cell.Cell.Variant.Facts.Colours)))
        {
            GridData.Load(cell, source, settings.Source);
        }

        return source;
    }

    private static List<CellOutcome> Run(GridPlan plan, ResultsFolder folder, IReadOnlyList<PlannedCell> missing, Settings settings)
    {
        var source = Checked(missing, settings)!;
        Directory.CreateDirectory(folder.Path);

        using var stop = new StopSignals();
        var launcher = new LocalLauncher(folder, Command, settings.Jobs ?? 1);
        var display = new GridDisplay(folder, launcher, missing.Count);
        var outcomes = new List<CellOutcome>();
        var run = launcher.Run(
            missing,
            outcome =>
            {
                outcomes.Add(outcome);
                display.Ended(outcome);
            },
            stop.Token);
        display.ShowUntil(run);
        run.GetAwaiter().GetResult();
        return outcomes;

        ProcessStartInfo Command(PlannedCell cell) => new(
            ThisProgram.Words[0],
            [.. ThisProgram.Words.Skip(1), "grid", "cell", plan.Path, cell.Cell.Identity, "--results", folder.Path, "--data", source, .. settings.HandedOn]);
    }

    private static void Print(
        GridPlan plan, ResultsFolder folder, IReadOnlyList<CellDecision> decisions, IReadOnlyList<CellOutcome> outcomes,
        IReadOnlyList<Submission> submitted) => Json.Print(new
        {
            grid = plan.Path,
            results = folder.Path,
            jobs = submitted.SelectMany(submission => submission.Tasks),
            report = submitted.Count > 0 ? submitted[^1].Report : null,
            cells = decisions.Select(decision => new
            {
                decision.Cell.Cell.Identity,
                label = decision.Cell.Label,
                state = GridStatusDisplay.Word(decision.State),
                decision.Why,
                folder = folder.Of(decision.Cell).Path,
                failure = outcomes.FirstOrDefault(outcome => outcome.Cell == decision.Cell)?.Failure,
                done = folder.Of(decision.Cell).Result(decision.Cell.Cell.Identity).Result is not null,
            }),
        });

    /// <param name="Results">Where the cells have their folders; null for the usual place.</param>
    /// <param name="Jobs">Cells at once on this machine; null where nobody says.</param>
    /// <param name="Launcher">Who runs the cells, as it was typed.</param>
    /// <param name="Profile">The file of a queue; null for none.</param>
    /// <param name="Only">Cells by what a person types; empty for all.</param>
    /// <param name="Data">Null for the images that need no folder.</param>
    /// <param name="Source">How the images' source is read.</param>
    /// <param name="HandedOn">Words of the command line that each cell's process gets.</param>
    internal sealed record Settings(
        string Grid, string? Results, int? Jobs, string Launcher, string? Profile, IReadOnlyList<string> Only, bool DryRun,
        string? Data, SourceOptions Source, IReadOnlyList<string> HandedOn, bool Json);
}
