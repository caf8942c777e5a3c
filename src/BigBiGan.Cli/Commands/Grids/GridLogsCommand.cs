using System.CommandLine;
using BigBiGan.Cli.Errors;
using BigBiGan.Cli.Options;
using BigBiGan.Cli.Specs;
using BigBiGan.Dsl.Spec.Text;
using BigBiGan.Experiments.Cells;
using BigBiGan.Experiments.Results;

namespace BigBiGan.Cli.Commands.Grids;

/// <summary>What the processes of a cell said.</summary>
internal static class GridLogsCommand
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(500);

    public static Command Create()
    {
        var cell = new Argument<string>("CELL") { Description = "The beginning of a cell's identity, of six letters or more, or the name of its folder." };
        var results = GridOptions.Results();
        var follow = new Option<bool>("--follow") { Description = "Go on with what is written, until the cell is done or has failed." };
        var command = new ExampleCommand(
            "logs",
            "Shows what the processes of a cell said: its output.txt, earlier tries first.",
            "bigbigan grid logs 6ca26002396e",
            "bigbigan grid logs 6ca26002396e --results results/small-ablations --follow")
        {
            cell, results, follow,
        };
        command.SetAction(arguments => Execute(new Settings(arguments.GetRequiredValue(cell), arguments.GetValue(results), arguments.GetValue(follow))));
        return command;
    }

    internal static void Execute(Settings settings)
    {
        var (cell, folder) = Find(settings);
        var position = 0L;
        for (var ended = !settings.Follow; ; Thread.Sleep(BetweenLooks))
        {
            var last = ended; // what was written before the end is still to be shown
            position = Show(folder.Output, position);
            if (last)
            {
                break;
            }

            ended = folder.Holder is null && (folder.Failure is not null || folder.Result(cell.Cell.Identity).Result is not null);
        }

        if (position == 0)
        {
            throw new UserMistake(
                $"{cell.Label} has said nothing: there is no {folder.Output}; what its job said before the cell began lies in jobs/ beside it");
        }
    }

    /// <exception cref="UserMistake">No cell of any grid is named so and was begun, or several are.</exception>
    private static (PlannedCell Cell, CellFolder Folder) Find(Settings settings)
    {
        var found = CompiledGrids.All
            .SelectMany(grid => CompiledGrids.Cells(grid).Select(cell => (Grid: grid, Cell: cell)))
            .Where(one => CellFilter.Matches(one.Cell, settings.Cell))
            .Select(one => (one.Cell, Folder: GridOptions.Folder(settings.Results, one.Grid).Of(one.Cell)))
            .DistinctBy(one => one.Folder.Path)
            .ToList();
        var begun = found.Where(one => Directory.Exists(one.Folder.Path)).ToList();
        return (found, begun) switch
        {
            ([], _) => throw new UserMistake($"no grid has a cell '{settings.Cell}'; 'bigbigan grid plan GRID' shows all of a grid"),
            (_, [var one]) => one,
            ([var one, ..], []) => throw new UserMistake(
                $"{one.Cell.Label} was not begun: there is no {one.Folder.Path}; --results says where the results are"),
            _ => throw new UserMistake(
                $"'{settings.Cell}' could be {Phrases.Or(begun.Select(one => one.Folder.Path))}; give the beginning of an identity, or --results"),
        };
    }

    /// <returns>How far the file was shown.</returns>
    private static long Show(string path, long from)
    {
        if (!File.Exists(path))
        {
            return from;
        }

        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        stream.Seek(Math.Min(from, stream.Length), SeekOrigin.Begin);
        using var output = Console.OpenStandardOutput();
        stream.CopyTo(output);
        return stream.Position;
    }

    /// <param name="Cell">As it was typed.</param>
    /// <param name="Results">Where the cells have their folders; null for the usual places of all grids.</param>
    internal sealed record Settings(string Cell, string? Results, bool Follow);
}
