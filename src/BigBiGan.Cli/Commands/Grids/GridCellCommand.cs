using System.CommandLine;
using BigBiGan.Cli.Display;
using BigBiGan.Cli.Errors;
using BigBiGan.Cli.Options;
using BigBiGan.Cli.Runs;
using BigBiGan.Cli.Specs;
using BigBiGan.Dsl.Spec.Grids;
using BigBiGan.Experiments.Cells;
using BigBiGan.Experiments.Results;
using BigBiGan.Training.Data.Batches;
using BigBiGan.Training.Data.Sources;
using BigBiGan.Training.Evaluation.Evaluators;
using BigBiGan.Training.Runs;
using BigBiGan.Training.Sessions;

namespace BigBiGan.Cli.Commands.Grids;

/// <summary>One cell of a grid, in this process: what <c>grid run</c> starts, and what a job of a matrix runs.</summary>
internal static class GridCellCommand
{
    public static Command Create()
    {
        var (grid, results) = (GridOptions.Grid(), GridOptions.Results());
        var identity = new Argument<string>("IDENTITY") { Description = "The cell's identity, or enough of its beginning." };
        var replicas = ReplicasOption.Create("the run's; for a new run 1, as cells share the cores");
        var command = new ExampleCommand(
            "cell",
            "Trains and measures one cell, or goes on with it, into its folder among the results.",
            "bigbigan grid cell small-ablations 0d1f5a9c --results results/small-ablations")
        {
            grid, identity, results, CommonOptions.Data, ImageOptions.Source.All, ImageOptions.Reading.All, replicas, ScheduleOptions.All,
            ComputeOptions.All,
        };
        command.SetAction(arguments => Execute(new Settings(
            arguments.GetRequiredValue(grid),
            arguments.GetRequiredValue(identity),
            arguments.GetValue(results),
            arguments.GetValue(CommonOptions.Data),
            ImageOptions.SourceOf(arguments),
            ImageOptions.ReadingOf(arguments),
            arguments.GetValue(replicas),
            ScheduleOptions.Of(arguments),
            ComputeOptions.Of(arguments))));
        return command;
    }

    internal static void Execute(Settings settings)
    {
        var plan = CompiledGrids.Find(settings.Grid);
        var cell = Find(plan, settings.Identity);
        var all = GridOptions.Folder(settings.Results, plan);
        var folder = all.Of(cell);
        using var stop = new StopSignals();
        Watch(cell, folder, stop.Token);
        using var claim = folder.Begin(cell);
        if (claim is null)
        {
            Console.Error.WriteLine($"{cell.Label} is done: {folder.Path} has its result");
            return;
        }

        try
        {
            var result = Take(cell, folder, settings, RunAdvice.OfGrid(GridOptions.Run(plan, all)), stop, claim.Lost);
            claim.Check();
            folder.Finish(result);
        }
        catch (Exception problem)
        {
            var line = ErrorText.OneLine(problem);
            if (problem is OperationCanceledException)
            {
                throw new OperationCanceledException(line, problem);
            }

            folder.Fail(line ?? $"internal error: {problem.Message.Split('\n')[0]}");
            if (line is null)
            {
                throw;
            }

            throw new UserMistake(line);
        }
    }

    /// <summary>Who had the cell on another host may be dead: nobody knows it who has not watched for a while.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> asked for the end.</exception>
    private static void Watch(PlannedCell cell, CellFolder folder, CancellationToken stop)
    {
        if (folder.Holder is { IsHere: false } holder)
        {
            var patience = ClaimWatch.Patience.TotalSeconds;
            Note.Print($"{cell.Label} is in the hands of {holder}; it is taken over where that shows no sign of life for {patience:0} s");
            new ClaimWatch().IsFree(folder.Path, stop);
        }
    }

    private static PlannedCell Find(GridPlan grid, string identity)
    {
        var matches = CompiledGrids.Cells(grid).Where(cell => cell.Cell.Identity.StartsWith(identity, StringComparison.OrdinalIgnoreCase)).ToList();
        return matches switch
        {
            [var one] => one,
            [] => throw new UserMistake($"{grid.Path} has no cell {identity}; 'bigbigan grid plan {grid.Path}' shows all"),
            _ => throw new UserMistake($"'{identity}' could be {string.Join(" or ", matches.Select(cell => cell.Cell.Identity[..12]))}; give more of it"),
        };
    }

    /// <param name="advice">What goes on with the grid.</param>
    /// <param name="lost">Cancelled where another process has taken the cell over.</param>
    private static CellResult Take(PlannedCell cell, CellFolder folder, Settings settings, RunAdvice advice, StopSignals stop, CancellationToken lost)
    {
        var planned = CompiledSpecs.OfRun(folder.Path, cell.Cell.Variant.Facts.Path);
        var protocol = cell.Cell.Protocol;
        var device = Devices.Named(settings.Compute.Device, settings.Compute.Threads);
        var source = GridData.Source(cell, settings.Data);
        var request = RunRequests.Of(planned, source, GridData.Load(cell, source, settings.Source), folder.Run, device) with
        {
            Reading = settings.Reading,
            Schedule = settings.Schedule,
            Resume = folder.HasRun,
            Advice = advice,
            Seed = cell.Cell.Seed,
            Replicas = settings.Replicas ?? (folder.HasRun ? null : 1), // cells share the cores
            MeasuresForms = false, // and a card
            Threads = settings.Compute.Threads ?? (folder.HasRun ? null : RunRequests.Threads(planned)), // a run goes on with its own
        };
        var evaluation = new EvaluationSettings
        {
            Samples = protocol.Samples,
            TrainImages = protocol.TrainImages,
            TestImages = protocol.TestImages,
            Neighbours = protocol.Neighbours,
            Batch = protocol.Batch,
        };
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop.Token, lost);
        var session = TrainingSession.Run(request, evaluation, new ConsoleReport(stop), end.Token);
        var measured = session.Result!;
        EvaluationDisplay.Show(measured, json: false);
        return new CellResult(
            cell.Cell.Identity, session.Step, session.Seconds, session.Threads,
            measured.Report.Measurements,
            [.. measured.Pictures.Select(file => Path.GetFileName(file))]);
    }

    /// <param name="Identity">The cell's, or enough of its beginning.</param>
    /// <param name="Results">Where the cells have their folders; null for the usual place.</param>
    /// <param name="Data">Null for the images that need no folder.</param>
    /// <param name="Source">How the images' source is read.</param>
    /// <param name="Reading">How images are read while it trains.</param>
    /// <param name="Replicas">That share each batch; null for the run's own, or one.</param>
    /// <param name="Schedule">What happens beside the steps.</param>
    internal sealed record Settings(
        string Grid, string Identity, string? Results, string? Data, SourceOptions Source, ReadingSettings Reading, int? Replicas, RunSchedule Schedule,
        Compute Compute);
}
