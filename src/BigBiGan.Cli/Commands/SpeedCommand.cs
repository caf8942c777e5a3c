using System.CommandLine;
using System.Globalization;
using BigBiGan.Cli.Display;
using BigBiGan.Cli.Examination;
using BigBiGan.Cli.Options;
using BigBiGan.Cli.Runs;
using BigBiGan.Cli.Specs;
using BigBiGan.Dsl;
using BigBiGan.Dsl.Tensors;
using Spectre.Console;
using static TorchSharp.torch;

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
        var forms = FormsOption.Several();
        var command = new ExampleCommand(
            "speed",
            "Times whole training steps of variants, with all of their updates, on random images: no reading, no files. "
            + "On CUDA float32 is taken with TF32 and without.",
            "bigbigan speed small/fashion small/fashion-bfloat16 --seconds 2",
            "bigbigan speed small/imagenet-32 --batch 4 --seconds 1 --json",
            "bigbigan speed small/fashion --seconds 1 --forms last-merged first-merged")
        { variants, batch, seconds, forms, ComputeOptions.All, CommonOptions.Json };
        command.SetAction(arguments => Execute(new Settings(
            arguments.GetRequiredValue(variants),
            arguments.GetValue(batch),
            arguments.GetValue(seconds) ?? Seconds,
            arguments.GetValue(forms) is { Length: > 0 } named ? [.. named.Select(name => FormsOption.Of(name)!)] : [ConvolutionForms.Usual],
            ComputeOptions.Of(arguments),
            arguments.GetValue(CommonOptions.Json))));
        return command;
    }

    internal static void Execute(Settings settings)
    {
        var planned = settings.Variants.Select(CompiledSpecs.Find).DistinctBy(found => found.Variant.Path).ToList();
        var threads = settings.Compute.Threads ?? planned.Select(RunRequests.Threads).FirstOrDefault();
        var device = Devices.Named(settings.Compute.Device, threads);
        var trials = planned.Select(CompiledSpecs.Entry)
            .SelectMany(entry => settings.Forms.SelectMany(forms => Trials(settings, entry, forms, device))).ToList();
        if (settings.Json)
        {
            Json.Print(new { device = settings.Compute.Device, threads = get_num_threads(), trials });
            return;
        }

        var table = new Table().Border(TableBorder.Simple).AddColumns("variant", "in", "convolutions", "batch", "ms a step", "images/s");
        foreach (var column in table.Columns.Skip(3))
        {
            column.RightAligned();
        }

        foreach (var trial in trials)
        {
            table.AddRow(trial.Variant, trial.Type, trial.Forms, $"{trial.Batch}", Number(trial.Milliseconds), Number(trial.ImagesPerSecond));
        }

        Terminal.Out.Write(table);

        static string Number(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);
    }

    private static IEnumerable<StepTrial> Trials(Settings settings, VariantEntry entry, ConvolutionForms forms, Device device)
    {
        ConvolutionForms.Current = forms;
        var batch = settings.Batch ?? entry.Facts.Training.Batch;
        return [.. StepTrial.Ways(entry, device).Select(way => StepTrial.Of(entry, way, batch, settings.Seconds, device))];
    }

    /// <param name="Batch">Null for each spec's own.</param>
    internal sealed record Settings(string[] Variants, int? Batch, int Seconds, IReadOnlyList<ConvolutionForms> Forms, Compute Compute, bool Json);
}
