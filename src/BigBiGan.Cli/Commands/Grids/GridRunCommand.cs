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
using BigBiGan.Experiments.Results;
using BigBiGan.Experiments.Running;
using BigBiGan.Training.Data.Sources;

namespace BigBiGan.Cli.Commands.Grids;

/// <summary>Trains and measures what is missing of a grid.</summary>
internal static class GridRunCommand
{
    public static Command Create()
    {
        var (grid, results) = (GridOptions.Grid(), GridOptions.Results());
        var jobs = NumberOption.Between("--jobs", 1, 256, "Cells at once, each a process of its own. [default: 1]");
        var only = new Option<string[]>("--only")
        {
            Description = "Only these cells: the beginning of an identity, a variant, or a pattern over labels such as '*seed 0'.",
            HelpName = "CELL",
            AllowMultipleArgumentsPerToken = true,
        };
        var dry = new Option<bool>("--dry-run") { Description = "Say what would run, and why, and run nothing." };
        var command = new ExampleCommand(
            "run",
            "Trains and measures the cells that are missing among the results, and says why each runs or does not.",
            "bigbigan grid run small-ablations --jobs 2",
            "bigbigan grid run small-ablations --only no-unaries --dry-run")
        {
            grid, results, jobs, only, dry, CommonOptions.Data, ImageOptions.Source.All, ImageOptions.Reading.All, ScheduleOptions.All, ComputeOptions.All,
            CommonOptions.Json,
        };
        command.SetAction(arguments => Execute(new Settings(
            arguments.GetRequiredValue(grid),
            arguments.GetValue(results),
            arguments.GetValue(jobs) ?? 1,
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
        var decisions = CellDecision.All(CompiledGrids.Cells(plan), folder);
        if (settings.Only.Count > 0)
        {
            decisions = Selected(plan, decisions, settings.Only);
        }

        var answers = settings.Json ? Console.Error : Console.Out; // with --json the answer comes at the end
        foreach (var decision in decisions)
        {
            answers.WriteLine($"{decision.Cell.Cell.Identity[..12]}  {decision.Cell.Label}: {decision.Why}");
        }

        // what another process has comes last: by then it may be done, or let go of
        var missing = decisions
            .Where(decision => decision.State != CellState.Done)
            .OrderBy(decision => !decision.Runs)
            .Select(decision => decision.Cell).ToList();
        var outcomes = settings.DryRun || missing.Count == 0 ? [] : Run(plan, folder, missing, settings);
        var failed = outcomes.Where(outcome => outcome.End == CellEnd.Failed).ToList();
        if (settings.Json)
        {
            Print(plan, folder, decisions, outcomes);
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

    /// <exception cref="UserMistake">A name fits no cell.</exception>
    private static IReadOnlyList<CellDecision> Selected(GridPlan grid, IReadOnlyList<CellDecision> decisions, IReadOnlyList<string> wanted)
    {
        foreach (var name in wanted.Where(name => !decisions.Any(decision => CellFilter.Matches(decision.Cell, name))))
        {
            var near = Spelling.Nearest(
                name,
                decisions.SelectMany(decision => new[] { decision.Cell.Cell.VariantPath, decision.Cell.Cell.VariantPath.Split('/')[^1] }).Distinct());
            var meant = near is null ? "" : $" (did you mean {near}?)";
            throw new UserMistake($"--only '{name}' fits no cell of {grid.Path}{meant}; 'bigbigan grid plan {grid.Path.Split('/')[^1]}' shows all");
        }

        return [.. decisions.Where(decision => wanted.Any(name => CellFilter.Matches(decision.Cell, name)))];
    }

    private static List<CellOutcome> Run(GridPlan plan, ResultsFolder folder, IReadOnlyList<PlannedCell> missing, Settings settings)
    {
        // what is wrong with the images is said once, before anything runs
        var source = GridData.Source(missing[0], settings.Data);
        foreach (var cell in missing.DistinctBy(cell => (cell.Cell.Variant.Facts.DataSize, cell.Cell.Variant.Facts.Colours)))
        {
            GridData.Load(cell, source, settings.Source);
        }

        Directory.CreateDirectory(folder.Path);

        using var stop = new StopSignals();
        var launcher = new LocalLauncher(folder, Command, settings.Jobs);
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
            Environment.ProcessPath!,
            [.. ThisProgram(), "grid", "cell", plan.Path, cell.Cell.Identity, "--results", folder.Path, "--data", source, .. settings.HandedOn]);
    }

    /// <summary>The program behind <c>dotnet bigbigan.dll</c>; nothing where the process is the program itself.</summary>
    private static IEnumerable<string> ThisProgram() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [Environment.GetCommandLineArgs()[0]] : [];

    private static void Print(GridPlan plan, ResultsFolder folder, IReadOnlyList<CellDecision> decisions, IReadOnlyList<CellOutcome> outcomes) => Json.Print(new
    {
        grid = plan.Path,
        results = folder.Path,
        cells = decisions.Select(decision => new
        {
            decision.Cell.Cell.Identity,
            label = decision.Cell.Label,
            state = decision.State.ToString().ToLowerInvariant(),
            decision.Why,
            folder = folder.Of(decision.Cell).Path,
            failure = outcomes.FirstOrDefault(outcome => outcome.Cell == decision.Cell)?.Failure,
            done = folder.Of(decision.Cell).Result(decision.Cell.Cell.Identity).Result is not null,
        }),
    });

    /// <param name="Results">Where the cells have their folders; null for the usual place.</param>
    /// <param name="Jobs">Cells at once.</param>
    /// <param name="Only">Cells by what a person types; empty for all.</param>
    /// <param name="Data">Null for the images that need no folder.</param>
    /// <param name="Source">How the images' source is read.</param>
    /// <param name="HandedOn">Words of the command line that each cell's process gets.</param>
    internal sealed record Settings(
        string Grid, string? Results, int Jobs, IReadOnlyList<string> Only, bool DryRun,
        string? Data, SourceOptions Source, IReadOnlyList<string> HandedOn, bool Json);
}
