using System.CommandLine;
using BigBiGan.Cli.Runs;
using BigBiGan.Training.Evaluation;

namespace BigBiGan.Cli.Commands;

internal static class SampleCommand
{
    public static Command Create()
    {
        var run = CommonOptions.Run();
        var count = NumberOption.Between("--count", 1, 4096, "How many samples; of a variant with labels per class, at most 64, a row per class. [default: 64, or 8 per class]");
        var file = OutputFile.Option(".png", "The picture to write");
        var seed = NumberOption.AtLeast<ulong>("--seed", 0, "Decides the latents. [default: the run's]");
        var command = new ExampleCommand(
            "sample", "Draws samples of a run's G, with averaged weights and standing statistics.", "bigbigan sample runs/fashion-001 --count 100 --out samples.png")
        {
            run, count, file, seed, CommonOptions.Threads, CommonOptions.Device,
        };
        command.SetAction(arguments =>
        {
            var path = OutputFile.Check(arguments.GetRequiredValue(file), ".png");
            using var opened = OpenedRun.Open(arguments.GetRequiredValue(run), arguments.GetValue(CommonOptions.Device)!, arguments.GetValue(CommonOptions.Threads));
            var trained = opened.Trained;
            using var generator = new JudgedGenerator(trained.Model, trained.Ema, arguments.GetValue(seed) ?? trained.Folder.Identity.Seed, trained.Device);
            RunPictures.WriteSamples(generator, trained, arguments.GetValue(count), path);
            Console.Out.WriteLine(path);
        });
        return command;
    }
}
