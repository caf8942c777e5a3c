using System.CommandLine;
using BigBiGan.Cli.Errors;
using BigBiGan.Cli.Options;
using BigBiGan.Cli.Runs;
using BigBiGan.Cli.Specs;
using BigBiGan.Dsl.Spec;
using BigBiGan.Dsl.Spec.Grids;
using BigBiGan.Experiments.Cells;
using BigBiGan.Experiments.Results;
using BigBiGan.Training.Evaluation.Evaluators;
using BigBiGan.Training.Runs;

namespace BigBiGan.Cli.Commands.Grids;

/// <summary>One cell of a grid, in this process: what <c>grid run</c> starts, and what a job of a matrix runs.</summary>
internal static class GridCellCommand
{
    public static Command Create()
    {
        var (grid, results) = (GridOptions.Grid(), GridOptions.Results());
        var identity = new Argument<string>("IDENTITY") { Description = "The cell's identity, or enough of its beginning." };
        var command = new ExampleCommand(
            "cell",
            "Trains and measures one cell, or goes on with it, into its folder among the results.",
            "bigbigan grid cell small-ablations 0d1f5a9c --results results/small-ablations")
        {
            grid, identity, results, CommonOptions.Data, CommonOptions.Threads, CommonOptions.Device,
        };
        command.SetAction(arguments =>
        {
            var plan = CompiledGrids.Find(arguments.GetRequiredValue(grid));
            var cell = Find(plan, arguments.GetRequiredValue(identity));
            var all = GridOptions.Folder(arguments.GetValue(results), plan);
            var folder = all.Of(cell);
            using var taken = folder.Begin(cell);
            if (taken is null)
            {
                Console.Error.WriteLine($"{cell.Label} is done: {folder.Path} has its result");
                return;
            }

            try
            {
                var source = arguments.GetValue(CommonOptions.Data);
                folder.Finish(Take(cell, folder, source, arguments.GetValue(CommonOptions.Device)!, arguments.GetValue(CommonOptions.Threads), RunAdvice.OfGrid(GridOptions.Run(plan, all))));
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
        });
        return command;
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
    private static CellResult Take(PlannedCell cell, CellFolder folder, string? source, string device, int? threads, RunAdvice advice)
    {
        var planned = CompiledSpecs.OfRun(folder.Path, cell.Cell.Variant.Facts.Path);
        var protocol = cell.Cell.Protocol;
        var target = Devices.Named(device, threads);
        source = GridData.Source(cell, source);
        var options = new RunRequest
        {
            Variant = cell.Cell.Variant,
            Spec = CanonicalYaml.Write(planned.Variant),
            Data = GridData.Load(cell, planned.Variant, source),
            DataSource = DataLoading.Lasting(source),
            Folder = folder.Run,
            Resume = folder.HasRun,
            Advice = advice,
            Seed = cell.Cell.Seed,
            Threads = threads ?? (folder.HasRun ? null : NewRun.Threads(planned)), // a run goes on with its own
            Device = target,
            Version = ProgramVersion.Text,
        };
        var settings = new EvaluationSettings
        {
            Samples = protocol.Samples,
            TrainImages = protocol.TrainImages,
            TestImages = protocol.TestImages,
            Neighbours = protocol.Neighbours,
            Batch = protocol.Batch,
        };
        var sitting = Sitting.TrainAndMeasure(options, settings);
        RunEvaluation.Show(sitting.Measured, json: false);
        return new CellResult(
            cell.Cell.Identity, sitting.Step, sitting.Seconds, sitting.Threads, sitting.Measured.Report.Measurements, [.. sitting.Measured.Pictures.Select(file => Path.GetFileName(file))]);
    }
}
