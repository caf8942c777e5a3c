using System.CommandLine;
using BigBiGan.Cli.Runs;
using BigBiGan.Training.Evaluation;

namespace BigBiGan.Cli.Commands;

internal static class SampleCommand
{
    public static Command Create()
    {
        var run = CommonOptions.Run();
        var count = new Option<int>("--count") { Description = "How many samples.", DefaultValueFactory = _ => 64 };
        var file = CommonOptions.Picture();
        var seed = new Option<ulong?>("--seed") { Description = "Decides the latents. [default: the run's]" };
        var command = new Command("sample", "Draws samples of a run's G, with averaged weights and standing statistics.\n\nExample:\n  bigbigan sample runs/fashion-001 --count 100 --out samples.png")
        {
            run, count, file, seed, CommonOptions.Threads, CommonOptions.Device,
        };
        command.SetAction(arguments =>
        {
            var (number, path) = (arguments.GetValue(count), CommonOptions.Png(arguments.GetRequiredValue(file)));
            if (number is < 1 or > 4096)
            {
                throw new UserMistake($"--count is {number}; expected 1 to 4096");
            }

            using var opened = OpenedRun.Open(arguments.GetRequiredValue(run), arguments.GetValue(CommonOptions.Device)!, arguments.GetValue(CommonOptions.Threads));
            var trained = opened.Trained;
            using var generator = new JudgedGenerator(trained.Model, trained.Ema, arguments.GetValue(seed) ?? trained.Folder.Identity.Seed, trained.Device);
            RunPictures.WriteSamples(generator, trained, number, path);
            Console.Out.WriteLine(path);
        });
        return command;
    }
}
