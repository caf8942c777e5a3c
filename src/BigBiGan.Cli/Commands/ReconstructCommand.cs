using System.CommandLine;
using BigBiGan.Cli.Runs;
using BigBiGan.Training.Evaluation;

namespace BigBiGan.Cli.Commands;

internal static class ReconstructCommand
{
    public static Command Create()
    {
        var run = CommonOptions.Run();
        var count = new Option<int>("--count") { Description = "How many test images.", DefaultValueFactory = _ => 32 };
        var file = CommonOptions.Picture();
        var command = new Command("reconstruct", "Draws test images x over their reconstructions G(E(x)).\n\nExample:\n  bigbigan reconstruct runs/fashion-001 --out reconstructions.png")
        {
            run, CommonOptions.Data, count, file, CommonOptions.Threads, CommonOptions.Device,
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
            EncoderNeeded.Check(trained, "reconstruct");
            var data = DataLoading.Load(arguments.GetValue(CommonOptions.Data) ?? trained.Folder.Identity.DataSource, opened.Planned.Variant);
            using var generator = new JudgedGenerator(trained.Model, trained.Ema, trained.Folder.Identity.Seed, trained.Device);
            RunPictures.WriteReconstructions(generator, trained, data, number, path);
            Console.Out.WriteLine(path);
        });
        return command;
    }
}
