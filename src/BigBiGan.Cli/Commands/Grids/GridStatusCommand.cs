using System.CommandLine;
using BigBiGan.Cli.Display;
using BigBiGan.Cli.Errors;
using BigBiGan.Cli.Options;
using BigBiGan.Cli.Specs;
using BigBiGan.Dsl.Spec.Grids;
using BigBiGan.Experiments.Queues;
using BigBiGan.Experiments.Results;
using BigBiGan.Experiments.Running;

namespace BigBiGan.Cli.Commands.Grids;

/// <summary>How the cells of a grid are: results, queue and the logs of those that run.</summary>
internal static class GridStatusCommand
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(5);

    public static Command Create()
    {
        var (grid, results) = (GridOptions.Grid(), GridOptions.Results());
        var watch = new Option<bool>("--watch") { Description = "Look again every five seconds, until nothing waits or runs." };
        var command = new ExampleCommand(
            "status",
            "Shows how each cell is: done, running with step, rate and time left, waiting in a queue and why, failed and why.",
            "bigbigan grid status small-ablations",
            "bigbigan grid status table1 --watch",
            "bigbigan grid status small-ablations --json")
        {
            grid, results, watch, CommonOptions.Json,
        };
        command.SetAction(arguments => Execute(new Settings(
            arguments.GetRequiredValue(grid), arguments.GetValue(results), arguments.GetValue(watch), arguments.GetValue(CommonOptions.Json))));
        return command;
    }

    internal static void Execute(Settings settings)
    {
        if (settings is { Watch: true, Json: true })
        {
            throw new UserMistake("--watch and --json are mutually exclusive");
        }

        var plan = CompiledGrids.Find(settings.Grid);
        var folder = GridOptions.Folder(settings.Results, plan);
        var cells = CompiledGrids.Cells(plan);
        var statuses = CellStatus.All(cells, folder);
        if (settings.Json)
        {
            Print(plan, folder, statuses);
            return;
        }

        GridStatusDisplay.Show(plan, statuses);
        while (settings.Watch && statuses.Any(status => status.State is CellState.Taken or CellState.Queued))
        {
            Thread.Sleep(BetweenLooks);
            statuses = CellStatus.All(cells, folder);
            GridStatusDisplay.ShowAgain(plan, statuses);
        }
    }

    private static void Print(GridPlan plan, ResultsFolder folder, IReadOnlyList<CellStatus> statuses) => Json.Print(new
    {
        grid = plan.Path,
        results = folder.Path,
        cells = statuses.Select(status => new
        {
            status.Cell.Cell.Identity,
            label = status.Cell.Label,
            state = GridStatusDisplay.Word(status.State),
            status.Why,
            status.Step,
            status.Steps,
            status.StepsPerSecond,
            status.SecondsLeft,
            job = status.Task?.Task.Id,
            node = status.Task?.State.Where is { Length: > 0 } node ? node : null,
            reason = status.Task?.State.Reason is { Length: > 0 } reason ? reason : null,
            jobTimeLeft = status.Task?.State.Left is { Length: > 0 } left ? left : null,
            folder = folder.Of(status.Cell).Path,
        }),
    });

    /// <param name="Results">Where the cells have their folders; null for the usual place.</param>
    internal sealed record Settings(string Grid, string? Results, bool Watch, bool Json);
}
