using System.CommandLine;
using BigBiGan.Cli.Display;
using BigBiGan.Cli.Options;
using BigBiGan.Cli.Runs;
using BigBiGan.Training.Evaluation.Sampling;
using BigBiGan.Training.Runs;
using BigBiGan.Training.Sessions;

namespace BigBiGan.Cli.Commands;

internal static class ReconstructCommand
{
    public static Command Create()
    {
        var run = CommonOptions.Run();
        var checkpoint = CheckpointOption.Create();
        var count = NumberOption.Between("--count", 1, 4096, "How many test images. [default: 32]");
        var file = OutputFile.Option(".png", "The picture to write");
        var command = new ExampleCommand(
            "reconstruct",
            "Draws test images x over their reconstructions G(E(x)).",
            "bigbigan reconstruct runs/fashion-001 --out reconstructions.png")
        {
            run, checkpoint, CommonOptions.Data, count, file, ComputeOptions.All,
        };
        command.SetAction(arguments => Execute(new Settings(
            arguments.GetRequiredValue(run),
            arguments.GetValue(checkpoint),
            arguments.GetValue(CommonOptions.Data),
            arguments.GetValue(count) ?? 32,
            arguments.GetRequiredValue(file),
            ComputeOptions.Of(arguments))));
        return command;
    }

    internal static void Execute(Settings settings)
    {
        var path = OutputFile.Check(settings.Out, ".png");
        using var opened = OpenedRun.Open(settings.Run, settings.Compute, settings.Checkpoint);
        var trained = opened.Run;
        trained.RequireEncoder("reconstruct");
        var data = opened.Images(settings.Data);
        using var generator = new EvaluationGenerator(
            trained.Model, trained.Ema, trained.Folder.Identity.Seed, trained.Device, work: SlowProgress.Of, replicas: trained.Replicas);
        RunPictures.WriteReconstructions(generator, trained, data, settings.Count, path, SlowProgress.Of);
        Console.Out.WriteLine(path);
    }

    /// <param name="Checkpoint">Null for the newest.</param>
    /// <param name="Data">Null for the run's own images.</param>
    /// <param name="Count">Of test images.</param>
    /// <param name="Out">The picture to write.</param>
    internal sealed record Settings(string Run, CheckpointChoice? Checkpoint, string? Data, int Count, string Out, Compute Compute);
}
