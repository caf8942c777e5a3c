using System.CommandLine;
using System.Globalization;
using BigBiGan.Cli.Display;
using BigBiGan.Cli.Examination;
using BigBiGan.Cli.Options;
using BigBiGan.Cli.Runs;
using BigBiGan.Cli.Specs;
using Spectre.Console;

namespace BigBiGan.Cli.Commands;

/// <summary>How fast variants train on a device.</summary>
internal static class SpeedCommand
{
    private const int Seconds = 5;

    public static Command Create()
    {
        var variants = new Argument<string[]>("VARIANT") { Description = "Specs, as for 'train'.", Arity = ArgumentArity.OneOrMore };
        var batch = NumberOption.AtLeast("--batch", 2, "Images of an update. [default: the spec's]");
        var seconds = NumberOption.Between("--seconds", 1, 600, $"How long each is trained, after a step that does not count. [default: {Seconds}]");
        var command = new ExampleCommand(
            "speed",
            "Times whole training steps of variants, with all of their updates, on random images: no reading, no files. "
            + "On CUDA float32 is taken with TF32 and without.",
            "bigbigan speed small/fashion small/fashion-bfloat16 --seconds 2",
            "bigbigan speed small/imagenet-32 --batch 4 --seconds 1 --json")
        { variants, batch, seconds, ComputeOptions.All, CommonOptions.Json };
        command.SetAction(arguments => Execute(new Settings(
            arguments.GetRequiredValue(variants),
            arguments.GetValue(batch),
            arguments.GetValue(seconds) ?? Seconds,
            ComputeOptions.Of(arguments),
            arguments.GetValue(CommonOptions.Json))));
        return command;
    }

    internal static void Execute(Settings settings)
    {
        var planned = settings.Variants.Select(CompiledSpecs.Find).DistinctBy(found => found.Variant.Path).ToList();
        var threads = settings.Compute.Threads ?? planned.Select(RunRequests.Threads).FirstOrDefault();
        var device = Devices.Named(settings.Compute.Device, threads);
        var trials = planned.Select(CompiledSpecs.Entry).SelectMany(entry => StepTrial.Ways(entry, device)
            .Select(way => StepTrial.Of(entry, way, settings.Batch ?? entry.Facts.Training.Batch, settings.Seconds, device))).ToList();
        if (settings.Json)
        {
            Json.Print(new { device = settings.Compute.Device, threads = TorchSharp.torch.get_num_threads(), trials });
            return;
        }

        var table = new Table().Border(TableBorder.Simple).AddColumns("variant", "in", "batch", "ms a step", "images/s");
        foreach (var column in table.Columns.Skip(2))
        {
            column.RightAligned();
        }

        foreach (var trial in trials)
        {
            table.AddRow(trial.Variant, trial.Type, $"{trial.Batch}", Number(trial.Milliseconds), Number(trial.ImagesPerSecond));
        }

        Terminal.Out.Write(table);

        static string Number(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);
    }

    /// <param name="Batch">Null for each spec's own.</param>
    internal sealed record Settings(string[] Variants, int? Batch, int Seconds, Compute Compute, bool Json);
}
