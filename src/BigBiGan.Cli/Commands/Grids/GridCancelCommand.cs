using System.CommandLine;
using BigBiGan.Cli.Display;
using BigBiGan.Cli.Options;
using BigBiGan.Cli.Specs;
using BigBiGan.Dsl.Spec.Text;
using BigBiGan.Experiments.Queues;

namespace BigBiGan.Cli.Commands.Grids;

/// <summary>Takes the cells of a grid out of their queue.</summary>
internal static class GridCancelCommand
{
    public static Command Create()
    {
        var (grid, results, only) = (GridOptions.Grid(), GridOptions.Results(), GridOptions.Only());
        var command = new ExampleCommand(
            "cancel",
            "Takes a grid's jobs out of their queue; a cell that runs saves after its step, and 'grid run' goes on with it.",
            "bigbigan grid cancel small-ablations",
            "bigbigan grid cancel small-ablations --only no-unaries")
        {
            grid, results, only, CommonOptions.Json,
        };
        command.SetAction(arguments => Execute(new Settings(
            arguments.GetRequiredValue(grid), arguments.GetValue(results), arguments.GetValue(only) ?? [], arguments.GetValue(CommonOptions.Json))));
        return command;
    }

    internal static void Execute(Settings settings)
    {
        var plan = CompiledGrids.Find(settings.Grid);
        var folder = GridOptions.Folder(settings.Results, plan);
        var all = CompiledGrids.Cells(plan);
        var cells = GridOptions.Selected(plan, all, settings.Only);
        var view = QueueView.Of(folder);
        var tasks = cells.Select(cell => view.Find(cell.Cell.Identity)).OfType<QueuedCell>().DistinctBy(queued => (queued.Queue, queued.Task.Id)).ToList();
        foreach (var group in tasks.GroupBy(queued => queued.Queue))
        {
            group.Key.Cancel([.. group.Select(queued => queued.Task.Id)]);
        }

        if (settings.Only.Count == 0)
        {
            foreach (var (queue, id) in view.Reports)
            {
                queue.Cancel([id]);
            }
        }

        var identities = tasks.SelectMany(queued => queued.Task.Cells).ToHashSet(StringComparer.Ordinal);
        var ended = all.Where(cell => identities.Contains(cell.Cell.Identity)).ToList(); // a job may have more cells than were named
        var elsewhere = cells.Where(cell => view.Find(cell.Cell.Identity) is null && folder.Of(cell).Holder is not null).ToList();
        if (settings.Json)
        {
            Json.Print(new
            {
                grid = plan.Path,
                results = folder.Path,
                jobs = tasks.Select(queued => queued.Task.Id),
                cells = ended.Select(cell => cell.Cell.Identity),
                elsewhere = elsewhere.Select(cell => cell.Cell.Identity),
            });
            return;
        }

        ended.ForEach(cell => Console.Out.WriteLine($"{cell.Cell.Identity[..12]}  {cell.Label}: cancelled"));
        elsewhere.ForEach(cell => Console.Out.WriteLine(
            $"{cell.Cell.Identity[..12]}  {cell.Label}: in no queue; {folder.Of(cell).Holder} runs it, end it there"));
        var counts = $"{Phrases.Count(ended.Count, "cell")} in {Phrases.Count(tasks.Count, "job")}";
        Console.Out.WriteLine($"{counts} cancelled; go on with: {GridOptions.Run(plan, folder)}");
    }

    /// <param name="Results">Where the cells have their folders; null for the usual place.</param>
    /// <param name="Only">Cells by what a person types; empty for all.</param>
    internal sealed record Settings(string Grid, string? Results, IReadOnlyList<string> Only, bool Json);
}
