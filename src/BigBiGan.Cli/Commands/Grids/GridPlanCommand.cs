using System.CommandLine;
using System.Globalization;
using BigBiGan.Cli.Display;
using BigBiGan.Cli.Errors;
using BigBiGan.Cli.Options;
using BigBiGan.Cli.Specs;
using BigBiGan.Dsl.Spec.Grids;
using BigBiGan.Dsl.Spec.Resolution;
using BigBiGan.Dsl.Spec.Text;
using BigBiGan.Experiments.Pipelines;
using BigBiGan.Training.Text;
using Spectre.Console;

namespace BigBiGan.Cli.Commands.Grids;

/// <summary>A grid's cells before anything runs, or those that a change makes stale: for people, for programs, for the jobs of a CI service.</summary>
internal static class GridPlanCommand
{
    private const string Table = "table";
    private const string JsonText = "json";
    private const string GitHub = "github-matrix";
    private const string GitLab = "gitlab";

    public static Command Create()
    {
        var grid = GridOptions.Grid();
        var format = new Option<string>("--format")
        {
            Description = "A table for people, JSON for programs, a job matrix for GitHub Actions, or the jobs of a child pipeline for GitLab.",
            HelpName = $"{Table}|{JsonText}|{GitHub}|{GitLab}",
            DefaultValueFactory = _ => Table,
        };
        var profile = new Option<string?>("--profile")
        {
            Description = "A launcher's file with `rate`: the hours are of its cluster, in place of the grid's calibration.",
            HelpName = "FILE",
        };
        var size = NumberOption.AtLeast("--cells-per-job", 1, "Cells of a job of CI. [default: as few as the service's limit on jobs allows]");
        var against = new Option<string?>("--against")
        {
            Description = "Only the cells that are stale or new since this git revision, each with the reason.",
            HelpName = "REVISION",
        };
        var models = new Option<string?>("--models")
        {
            Description = "With --against: the folder of specs in the repository. [default: models]",
            HelpName = "DIR",
        };
        var budget = CostLimit.Option();
        var command = new ExampleCommand(
            "plan",
            "Shows a grid's cells, each with identity, parameters, multiply-adds, steps and cost.",
            "bigbigan grid plan small-ablations",
            "bigbigan grid plan table1 --format json",
            "bigbigan grid plan table1 --profile launchers/slurm.yaml",
            "bigbigan grid plan small-ablations --against HEAD --budget 2h",
            "bigbigan grid plan small-ablations --format github-matrix >> \"$GITHUB_OUTPUT\"",
            "bigbigan grid plan small-ablations --format gitlab --cells-per-job 4 > cells.yml")
        {
            grid, format, profile, size, against, models, budget,
        };
        command.SetAction(arguments => Execute(new Settings(
            arguments.GetRequiredValue(grid),
            arguments.GetValue(format)!,
            arguments.GetValue(profile),
            arguments.GetValue(size),
            arguments.GetValue(against),
            arguments.GetValue(models),
            arguments.GetValue(budget))));
        return command;
    }

    internal static void Execute(Settings settings)
    {
        var profile = settings.Profile is { } path ? Read(path) : null;
        Action<GridPlan, Change?> print = settings.Format switch
        {
            Table => (grid, change) => PrintTable(grid, profile, change),
            JsonText => PrintJson,
            GitHub => (grid, _) => Console.Out.Write(GitHubMatrix.Text(Jobs(grid, settings.CellsPerJob, GitHubMatrix.MostJobs))),
            GitLab => (grid, _) => Console.Out.Write(GitLabPipeline.Text(grid.Path, Jobs(grid, settings.CellsPerJob, GitLabPipeline.MostJobs))),
            var other => throw new UserMistake($"--format is '{other}'; expected {Table}, {JsonText}, {GitHub} or {GitLab}"),
        };
        if (settings.CellsPerJob is not null && settings.Format is Table or JsonText)
        {
            throw new UserMistake($"--cells-per-job is of jobs of CI, and {settings.Format} has none; add --format {GitHub} or {GitLab}");
        }

        if (settings is { Models: not null, Against: null })
        {
            throw new UserMistake("--models is where a revision has its specs; add --against REVISION");
        }

        var whole = CompiledGrids.Find(settings.Grid);
        var change = settings.Against is { } revision
            ? new Change(revision, whole.Cells.Count, ChangedCells.Since(revision, whole, settings.Models ?? "models"))
            : null;
        var grid = whole with
        {
            Cells = whole.Cells.Where(cell => change?.Whys.ContainsKey(cell.Identity) != false).ToEquatableArray(),
            Folded = change is null ? whole.Folded : [],
            Speed = profile is null ? whole.Speed : new DeviceSpeed(profile.Name, profile.Rate),
        };
        var since = change is null ? "" : $" that {(grid.Cells.Count == 1 ? "is" : "are")} stale or new since {change.Revision}";
        settings.Budget?.Check(grid, $"{Phrases.Count(grid.Cells.Count, "cell")} of {grid.Path}{since}");
        print(grid, change);
    }

    /// <summary>The cells cut into jobs, as few in each as the service allows where nobody says how many.</summary>
    private static IReadOnlyList<CellJob> Jobs(GridPlan grid, int? size, int most)
    {
        var cells = CompiledGrids.Cells(grid);
        var least = CellJob.LeastSize(cells.Count, most);
        return size < least
            ? throw new UserMistake($"--cells-per-job {size} makes more than the {most} jobs that the service takes; {grid.Path} needs {least} or more")
            : CellJob.Cut(cells, size ?? least);
    }

    private static LauncherProfile Read(string path) => LauncherFile.Read(path) is { Rate: > 0 } profile
        ? profile
        : throw new UserMistake($"--profile {path} has no `rate`, from which hours come; the foot of a report of cells that ran there tells it");

    private static void PrintTable(GridPlan grid, LauncherProfile? profile, Change? change)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("cell", "seed", "identity", "parameters", "multiply-adds", "steps", "cost");
        if (grid.Speed is not null)
        {
            table.AddColumn("hours");
        }

        if (change is not null)
        {
            table.AddColumn("why");
        }

        foreach (var column in table.Columns.Skip(3).SkipLast(change is null ? 0 : 1).Append(table.Columns[1]))
        {
            column.RightAligned();
        }

        table.NoWrap();
        foreach (var cell in grid.Cells)
        {
            table.AddRow([
                Markup.Escape(string.Join(", ", new[] { cell.VariantPath }.Concat(cell.Axes.Select(axis => $"{axis.Key} {axis.Value}")))),
                cell.Seed.ToString(CultureInfo.InvariantCulture),
                cell.Identity[..12],
                Quantity.Short(cell.Plan.Parameters),
                Quantity.Short(cell.Plan.MultiplyAdds),
                Quantity.Exact(cell.Variant.Training.Steps),
                Cost(cell.Cost),
                .. grid.Speed is { } speedOfCell ? new[] { Hours(speedOfCell.Hours(cell.Cost)) } : [],
                .. change is not null ? new[] { Markup.Escape(change.Whys[cell.Identity]) } : [],
            ]);
        }

        Console.Out.WriteLine($"{grid.Path} ({grid.Name}){(grid.Summary.Length > 0 ? $": {grid.Summary}" : "")}");
        Console.Out.WriteLine($"images {grid.Data}{(grid.Manifest.Length > 0 ? $" ({grid.Manifest[..12]})" : "")}; measured with {grid.Protocol}");
        if (change is { Whys.Count: 0 })
        {
            Console.Out.WriteLine($"No cell is stale or new since {change.Revision}.");
            return;
        }

        Terminal.Out.Write(table);
        foreach (var folded in grid.Folded)
        {
            Console.Out.WriteLine($"folded: {folded.Label} is {folded.Into}");
        }

        var time = grid.Speed is { } speed ? $", about {Hours(speed.Hours(grid.Cost))} h on {speed.Device}" : "";
        var which = change is null ? "" : string.Create(CultureInfo.InvariantCulture, $" of {change.All}, stale or new since {change.Revision},");
        Console.Out.WriteLine($"{Phrases.Count(grid.Cells.Count, "cell")}{which} of {Cost(grid.Cost)} multiply-adds in all{time}.");
        if (profile is { Seconds: > 0 })
        {
            Console.Out.WriteLine(Sittings(grid, profile));
        }

        Console.Out.WriteLine("cost: multiply-adds of one image through all networks x batch x updates of a step x steps.");
    }

    private static void PrintJson(GridPlan grid, Change? change) => Json.Print(new
    {
        grid.Path,
        grid.Name,
        grid.Summary,
        grid.Data,
        manifest = grid.Manifest.Length > 0 ? grid.Manifest : null,
        grid.Protocol,
        semantics = CellIdentity.SemanticsVersion,
        against = change?.Revision,
        cells = grid.Cells.Select(cell => new
        {
            cell.Identity,
            variant = cell.Variant.Path,
            varies = cell.VariantPath,
            axes = cell.Axes.ToDictionary(axis => axis.Key, axis => axis.Value),
            cell.Seed,
            parameters = cell.Plan.Parameters,
            multiplyAdds = cell.Plan.MultiplyAdds,
            batch = cell.Variant.Training.Batch,
            updates = cell.Plan.Objective.UpdatesPerStep,
            steps = cell.Variant.Training.Steps,
            cell.Cost,
            hours = grid.Speed?.Hours(cell.Cost),
            why = change?.Whys[cell.Identity],
        }),
        folded = grid.Folded.Select(folded => new { cell = folded.Label, folded.Into }),
        cost = grid.Cost,
        device = grid.Speed?.Device,
        hours = grid.Speed?.Hours(grid.Cost),
    });

    /// <summary>What the time limit of a job means for the cells.</summary>
    private static string Sittings(GridPlan grid, LauncherProfile profile)
    {
        var limit = profile.Seconds / 3600.0;
        var longer = grid.Cells.Where(cell => grid.Speed!.Hours(cell.Cost) > limit).ToList();
        var most = longer.Count == 0 ? 0 : Math.Ceiling(longer.Max(cell => grid.Speed!.Hours(cell.Cost)) / limit);
        return longer.Count == 0
            ? $"Every cell trains within the {Hours(limit)} h of a job."
            : $"{longer.Count} of {Phrases.Count(grid.Cells.Count, "cell")} need longer than the {Hours(limit)} h of a job, and are queued again: "
                + string.Create(CultureInfo.InvariantCulture, $"at most {most} jobs a cell.");
    }

    private static string Hours(double hours) => hours.ToString(hours < 10 ? "0.00" : "0", CultureInfo.InvariantCulture);

    private static string Cost(double cost) => cost.ToString("0.0e+0", CultureInfo.InvariantCulture);

    /// <summary>What the plan is reduced to.</summary>
    /// <param name="All">How many cells the grid has.</param>
    /// <param name="Whys">By the identities of the cells that are stale or new.</param>
    private sealed record Change(string Revision, int All, IReadOnlyDictionary<string, string> Whys);

    /// <param name="Profile">A launcher's file; null for the grid's own calibration.</param>
    /// <param name="CellsPerJob">Null for as few as the service takes.</param>
    /// <param name="Against">A revision; null for all cells.</param>
    /// <param name="Models">The folder of specs in the repository; null for the usual one.</param>
    /// <param name="Budget">Null for none.</param>
    internal sealed record Settings(string Grid, string Format, string? Profile, int? CellsPerJob, string? Against, string? Models, CostLimit? Budget);
}
