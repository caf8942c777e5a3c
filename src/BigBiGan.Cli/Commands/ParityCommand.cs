using System.CommandLine;
using System.Globalization;
using BigBiGan.Cli.Display;
using BigBiGan.Cli.Options;
using BigBiGan.Cli.Runs;
using BigBiGan.Cli.Specs;
using BigBiGan.Training.Proof;
using Spectre.Console;

namespace BigBiGan.Cli.Commands;

/// <summary>Whether a device calculates what the CPU does in float64.</summary>
internal static class ParityCommand
{
    private const int Batch = 4;

    public static Command Create()
    {
        var variants = new Argument<string[]>("VARIANT") { Description = "Specs, as for 'train'.", Arity = ArgumentArity.OneOrMore };
        var batch = NumberOption.AtLeast("--batch", 2, $"Images of an update. [default: {Batch}]");
        var seed = NumberOption.AtLeast<ulong>("--seed", 0, "Decides weights and images. [default: 0]");
        var command = new ExampleCommand(
            "parity",
            "Compares variants on a device with themselves on the CPU in float64: G(z) and features, losses and gradients of each update, "
            + "and G(z) and features once more after two whole steps. "
            + "The device calculates in float64 and in the spec's own precision; on CUDA float32 is taken with TF32 and without. "
            + "Each difference is relative, and has a bound. Exit code 1 where one is broken.",
            "bigbigan parity small/fashion small/fashion-bfloat16",
            "bigbigan parity small/fashion --json")
        { variants, batch, seed, ComputeOptions.All, CommonOptions.Json };
        command.SetAction(arguments => Execute(new Settings(
            arguments.GetRequiredValue(variants),
            arguments.GetValue(batch) ?? Batch,
            arguments.GetValue(seed) ?? 0,
            ComputeOptions.Of(arguments),
            arguments.GetValue(CommonOptions.Json))));
        return command;
    }

    /// <returns>An exit code.</returns>
    internal static int Execute(Settings settings)
    {
        var planned = settings.Variants.Select(CompiledSpecs.Find).DistinctBy(found => found.Variant.Path).ToList();
        var device = Devices.Named(settings.Compute.Device, settings.Compute.Threads ?? 1);
        var cases = planned.Select(CompiledSpecs.Entry)
            .SelectMany(entry => Arithmetic.All(entry.Facts.Training.Precision, device.type).Select(arithmetic => (Entry: entry, Arithmetic: arithmetic)))
            .ToList();
        var progress = SlowProgress.Of("comparing");
        var found = new List<Result>();
        foreach (var (entry, arithmetic) in cases)
        {
            progress(found.Count, cases.Count);
            found.Add(new Result(entry.Facts.Path, arithmetic.Name, DeviceParity.Of(entry, arithmetic, settings.Batch, settings.Seed, device)));
        }

        if (settings.Json)
        {
            PrintJson(settings, found);
        }
        else
        {
            Print(found);
        }

        return found.TrueForAll(result => result.Proof.Holds) ? 0 : 1;
    }

    private static void Print(List<Result> found)
    {
        foreach (var variant in found.GroupBy(result => result.Variant))
        {
            var results = variant.ToList();
            var table = new Table().Border(TableBorder.Simple).AddColumn(variant.Key);
            foreach (var result in results)
            {
                table.AddColumn(new TableColumn(result.Type).RightAligned()).AddColumn(new TableColumn("bound").RightAligned());
            }

            for (var i = 0; i < results[0].Proof.Deviations.Count; i++)
            {
                table.AddRow([results[0].Proof.Deviations[i].Name, .. results.SelectMany(result => Cells(result.Proof.Deviations[i]))]);
            }

            Terminal.Out.Write(table);
        }

        var broken = found.Sum(result => result.Proof.Deviations.Count(IsBroken));
        Console.Out.WriteLine(broken == 0
            ? "all differences are within their bounds"
            : $"{broken} of {found.Sum(result => result.Proof.Deviations.Count)} differences are beyond their bounds (marked !); "
                + "look for the kernel with 'bigbigan doctor'");
    }

    private static IEnumerable<string> Cells(StepDeviation deviation) =>
        [$"{(IsBroken(deviation) ? "! " : "")}{Number(deviation.Value)}", Number(deviation.Bound)];

    private static string Number(double value) => value.ToString("0.0e+0", CultureInfo.InvariantCulture);

    private static bool IsBroken(StepDeviation deviation) => !(deviation.Value <= deviation.Bound);

    private static void PrintJson(Settings settings, List<Result> found) => Json.Print(new
    {
        device = settings.Compute.Device,
        batch = settings.Batch,
        seed = settings.Seed,
        holds = found.TrueForAll(result => result.Proof.Holds),
        variants = found.GroupBy(result => result.Variant).Select(variant => new
        {
            variant = variant.Key,
            types = variant.Select(result => new
            {
                type = result.Type,
                holds = result.Proof.Holds,
                differences = result.Proof.Deviations.Select(deviation =>
                    new { what = deviation.Name, value = Finite(deviation.Value), bound = deviation.Bound }),
            }),
        }),
    });

    /// <summary>JSON has no other numbers.</summary>
    private static double? Finite(double value) => double.IsFinite(value) ? value : null;

    /// <param name="Batch">Images of an update.</param>
    internal sealed record Settings(string[] Variants, int Batch, ulong Seed, Compute Compute, bool Json);

    private sealed record Result(string Variant, string Type, StepProofResult Proof);
}
