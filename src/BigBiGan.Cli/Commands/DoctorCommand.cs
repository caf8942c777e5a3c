using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using BigBiGan.Cli.Display;
using BigBiGan.Cli.Options;
using BigBiGan.Cli.Runs;
using BigBiGan.Cli.Specs;
using BigBiGan.Dsl.Kernels;
using BigBiGan.Training.Proof;
using Spectre.Console;
using static TorchSharp.torch;

namespace BigBiGan.Cli.Commands;

/// <summary>What the machine is, and whether its kernels are right.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var variant = new Option<string?>("--variant")
        {
            Description = "Prove the kernels of this variant's training step instead of common ones.",
            HelpName = "VARIANT",
        };
        var batch = NumberOption.AtLeast("--batch", 2, "Images per update of the variant. [default: the spec's]");
        var all = new Option<bool>("--all") { Description = "Prove about a thousand common kernels, which takes a minute." };
        var command = new ExampleCommand(
            "doctor",
            "Describes the machine for a bug report, and proves its kernels: each is calculated forward and to its gradients, and held against float64. "
            + "Exit code 1 where one has no right form.",
            "bigbigan doctor",
            "bigbigan doctor --variant small/fashion",
            "bigbigan doctor --all --json")
        { variant, batch, all, ComputeOptions.All, CommonOptions.Json };
        command.Validators.Add(result =>
        {
            if (result.GetResult(variant) is not null && result.GetResult(all) is not null)
            {
                result.AddError("--variant and --all are mutually exclusive");
            }

            if (result.GetResult(batch) is not null && result.GetResult(variant) is null)
            {
                result.AddError("--batch has no effect without --variant");
            }
        });
        command.SetAction(arguments => Execute(new Settings(
            arguments.GetValue(variant),
            arguments.GetValue(batch),
            arguments.GetValue(all),
            ComputeOptions.Of(arguments),
            arguments.GetValue(CommonOptions.Json))));
        return command;
    }

    /// <returns>An exit code.</returns>
    internal static int Execute(Settings settings)
    {
        var planned = settings.Variant is { } name ? CompiledSpecs.Find(name) : null;
        var compute = settings.Compute;
        var threads = compute.Threads ?? (planned is null ? 1 : RunRequests.Threads(planned));
        var device = Devices.Named(compute.Device, threads);
        var kernels = planned is not null ? OfVariant(planned, settings.Batch, device)
            : settings.All ? KernelScan.All(get_num_threads(), device.type)
            : KernelScan.Quick(get_num_threads(), device.type);
        var progress = SlowProgress.Of("proving kernels");
        var verdicts = kernels.Select((kernel, i) =>
        {
            progress(i, kernels.Count);
            return ProvenKernels.VerdictOn(kernel);
        }).ToList();
        KernelReport.Skip();
        if (settings.Json)
        {
            PrintJson(verdicts);
        }
        else
        {
            Print(verdicts);
        }

        return verdicts.Exists(verdict => verdict.Form is null) ? 1 : 0;
    }

    private static IReadOnlyList<Kernel> OfVariant(PlannedVariant planned, int? batch, Device device)
    {
        using var model = CompiledSpecs.Entry(planned).Create(device, 0);
        return KernelSurvey.Of(model, batch ?? planned.Variant.Training.Batch, device);
    }

    private static void Print(List<KernelVerdict> verdicts)
    {
        foreach (var (name, value) in Facts())
        {
            Console.Out.WriteLine($"{name + ":",-13} {value}");
        }

        var table = new Table().Border(TableBorder.Simple).AddColumns("kernels", "proven", "right", "another way", "no way", "largest error");
        foreach (var column in table.Columns.Skip(1))
        {
            column.RightAligned();
        }

        foreach (var family in verdicts.GroupBy(verdict => verdict.Kernel.Family).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            table.AddRow(
                family.Key,
                Count(family, _ => true),
                Count(family, verdict => verdict.Form == KernelForm.Native),
                Count(family, verdict => verdict.Form is not (null or KernelForm.Native)),
                Count(family, verdict => verdict.Form is null),
                family.Max(verdict => verdict.Errors?.Largest ?? 0).ToString("0.0e+0", CultureInfo.InvariantCulture));
        }

        Terminal.Out.Write(table);
        foreach (var verdict in verdicts.Where(verdict => verdict.Fault is not null))
        {
            Console.Out.WriteLine(verdict);
        }

        Console.Out.WriteLine(verdicts.TrueForAll(verdict => verdict.Fault is null)
            ? $"all {verdicts.Count} kernels are right as libtorch calculates them"
            : $"{verdicts.Count(verdict => verdict.Sound)} of {verdicts.Count} kernels are right as libtorch calculates them");

        static string Count(IEnumerable<KernelVerdict> family, Func<KernelVerdict, bool> counts) => family.Count(counts).ToString(CultureInfo.InvariantCulture);
    }

    private static void PrintJson(List<KernelVerdict> verdicts) => Json.Print(new
    {
        machine = Machine.Current,
        facts = Facts().ToDictionary(fact => fact.Name, fact => fact.Value),
        kernels = verdicts.Select(verdict => new
        {
            kernel = verdict.Kernel.ToString(),
            family = verdict.Kernel.Family,
            form = verdict.Form?.ToString(),
            fault = verdict.Fault,
            error = verdict.Errors?.Largest,
            cost = verdict.Cost,
        }),
    });

    /// <summary>What a bug report needs.</summary>
    private static IEnumerable<(string Name, string Value)> Facts()
    {
        var machine = Machine.Current;
        yield return ("bigbigan", ProgramVersion.Text);
        yield return (".NET", RuntimeInformation.FrameworkDescription);
        yield return ("system", $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}");
        yield return ("processor", machine.Processor);
        yield return ("microcode", machine.Microcode ?? "not visible");
        yield return ("features", machine.Features);
        yield return ("caches", machine.Caches.Count > 0
            ? string.Join(", ", machine.Caches)
            : "none visible to programs: oneDNN is known to choose wrong kernels on such machines");
        yield return ("memory", FormattableString.Invariant($"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9:0.0} GB"));
        yield return ("libtorch", machine.LibTorch);
        yield return ("oneDNN", machine.OneDnn);
        yield return ("threads", get_num_threads().ToString(CultureInfo.InvariantCulture));
        yield return ("GPU", machine.Gpu);
        yield return ("settings", machine.Settings.Count == 0
            ? "none"
            : string.Join(", ", machine.Settings.Select(setting => $"{setting.Key}={setting.Value}")));
        yield return ("fingerprint", machine.Fingerprint);
    }

    /// <param name="Variant">Whose kernels are proven; null for common ones.</param>
    /// <param name="Batch">Of the variant; null for the spec's.</param>
    /// <param name="All">Whether about a thousand common kernels are proven.</param>
    internal sealed record Settings(string? Variant, int? Batch, bool All, Compute Compute, bool Json);
}
