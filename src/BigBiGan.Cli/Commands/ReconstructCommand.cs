using System.CommandLine;
using BigBiGan.Cli.Options;
using BigBiGan.Cli.Runs;
using BigBiGan.Training.Evaluation.Sampling;
using BigBiGan.Training.Sessions;

namespace BigBiGan.Cli.Commands;

internal static class ReconstructCommand
{
    public static Command Create()
    {
        var run = CommonOptions.Run();
        var count = NumberOption.Between("--count", 1, 4096, "How many test images. [default: 32]");
        var file = OutputFile.Option(".png", "The picture to write");
        var command = new ExampleCommand("reconstruct", "Draws test images x over their reconstructions G(E(x)).", "bigbigan reconstruct runs/fashion-001 --out reconstructions.png")
        {
            run, CommonOptions.Data, count, file, ComputeOptions.All,
        };
        command.SetAction(arguments =>
        {
            var path = OutputFile.Check(arguments.GetRequiredValue(file), ".png");
            using var opened = OpenedRun.Open(arguments.GetRequiredValue(run), ComputeOptions.Of(arguments));
            var trained = opened.Run;
            trained.RequireEncoder("reconstruct");
            var data = opened.Images(arguments.GetValue(CommonOptions.Data));
            using var generator = new JudgedGenerator(trained.Model, trained.Ema, trained.Folder.Identity.Seed, trained.Device);
            RunPictures.WriteReconstructions(generator, trained, data, arguments.GetValue(count) ?? 32, path);
            Console.Out.WriteLine(path);
        });
        return command;
    }
}
