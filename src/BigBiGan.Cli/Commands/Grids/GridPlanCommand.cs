using System.CommandLine;
using System.Globalization;
using BigBiGan.Cli.Display;
using BigBiGan.Cli.Errors;
using BigBiGan.Cli.Options;
using BigBiGan.Cli.Specs;
using BigBiGan.Dsl.Spec.Grids;
using BigBiGan.Dsl.Spec.Resolution;
using BigBiGan.Dsl.Spec.Text;
using BigBiGan.Training.Text;
using Spectre.Console;

namespace BigBiGan.Cli.Commands.Grids;

/// <summary>A grid's cells before anything runs: for people, for programs, for a job matrix.</summary>
internal static class GridPlanCommand
{
    private const string Table = "table";
    private const string JsonText = "json";
    private const string GitHub = "github-matrix";

    public static Command Create()
    {
        var grid = GridOptions.Grid();
        var format = new Option<string>("--format")
        {
            Description = "A table for people, JSON for programs, or one line for a job matrix of GitHub Actions.",
            HelpName = $"{Table}|{JsonText}|{GitHub}",
            DefaultValueFactory = _ => Table,
        };
        var profile = new Option<string?>("--profile")
        {
            Description = "A launcher's file with `rate`: the hours are of its cluster, in place of the grid's calibration.",
            HelpName = "FILE",
        };
        var command = new ExampleCommand(
            "plan",
            "Shows a grid's cells, each with identity, parameters, multiply-adds, steps and cost.",
            "bigbigan grid plan small-ablations",
            "bigbigan grid plan table1 --format json",
            "bigbigan grid plan table1 --profile launchers/slurm.yaml",
            "bigbigan grid plan small-ablations --format github-matrix >> \"$GITHUB_OUTPUT\"")
        {
            grid, format, profile,
        };
        command.SetAction(arguments => Execute(new Settings(arguments.GetRequiredValue(grid), arguments.GetValue(format)!, arguments.GetValue(profile))));
        return command;
    }

    internal static void Execute(Settings settings)
    {
        var profile = settings.Profile is { } path ? Read(path) : null;
        Action<GridPlan> print = settings.Format switch
        {
            Table => grid => PrintTable(grid, profile),
            JsonText => PrintJson,
            GitHub => PrintMatrix,
            var other => throw new UserMistake($"--format is '{other}'; expected {Table}, {JsonText} or {GitHub}"),
        };
        var grid = CompiledGrids.Find(settings.Grid);
        print(profile is null ? grid : grid with { Speed = new DeviceSpeed(profile.Name, profile.Rate) });
    }

    private static LauncherProfile Read(string path) => LauncherFile.Read(path) is { Rate: > 0 } profile
        ? profile
        : throw new UserMistake($"--profile {path} has no `rate`, from which hours come; the foot of a report of cells that ran there tells it");

    private static void PrintTable(GridPlan grid, LauncherProfile? profile)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("cell", "seed", "identity", "parameters", "multiply-adds", "steps", "cost");
        if (grid.Speed is not null)
        {
            table.AddColumn("hours");
        }

        foreach (var column in table.Columns.Skip(3).Append(table.Columns[1]))
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
            ]);
        }

        Console.Out.WriteLine($"{grid.Path} ({grid.Name}){(grid.Summary.Length > 0 ? $": {grid.Summary}" : "")}");
        Console.Out.WriteLine($"images {grid.Data}{(grid.Manifest.Length > 0 ? $" ({grid.Manifest[..12]})" : "")}; measured with {grid.Protocol}");
        Terminal.Out.Write(table);
        foreach (var folded in grid.Folded)
        {
            Console.Out.WriteLine($"folded: {folded.Label} is {folded.Into}");
        }

        var time = grid.Speed is { } speed ? $", about {Hours(speed.Hours(grid.Cost))} h on {speed.Device}" : "";
        Console.Out.WriteLine($"{Phrases.Count(grid.Cells.Count, "cell")} of {Cost(grid.Cost)} multiply-adds in all{time}.");
        if (profile is { Seconds: > 0 })
        {
            Console.Out.WriteLine(Sittings(grid, profile));
        }

        Console.Out.WriteLine("cost: multiply-adds of one image through all networks x batch x updates of a step x steps.");
    }

    private static void PrintJson(GridPlan grid) => Json.Print(new
    {
        grid.Path,
        grid.Name,
        grid.Summary,
        grid.Data,
        manifest = grid.Manifest.Length > 0 ? grid.Manifest : null,
        grid.Protocol,
        semantics = CellIdentity.SemanticsVersion,
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
        }),
        folded = grid.Folded.Select(folded => new { cell = folded.Label, folded.Into }),
        cost = grid.Cost,
        device = grid.Speed?.Device,
        hours = grid.Speed?.Hours(grid.Cost),
    });

    /// <summary>One line, <c>matrix={"include":[…]}</c>: what a job's output takes.</summary>
    private static void PrintMatrix(GridPlan grid)
    {
        if (grid.Cells.Count > 256)
        {
            throw new UserMistake($"{grid.Path} has {grid.Cells.Count} cells, and a matrix of GitHub Actions has at most 256; split the grid");
        }

        var matrix = new
        {
            include = grid.Cells.Select(cell =>
                new { cell = cell.Identity, name = cell.Label, variant = cell.Variant.Path, seed = cell.Seed, data = cell.Data }),
        };
        Console.Out.WriteLine($"matrix={System.Text.Json.JsonSerializer.Serialize(matrix, JsonFormat.Line)}");
    }

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

    /// <param name="Profile">A launcher's file; null for the grid's own calibration.</param>
    internal sealed record Settings(string Grid, string Format, string? Profile);
}
