using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using BigBiGan.Cli.Display;
using BigBiGan.Cli.Errors;
using BigBiGan.Cli.Examination;
using BigBiGan.Cli.Options;
using BigBiGan.Cli.Runs;
using BigBiGan.Cli.Specs;
using BigBiGan.Dsl.Kernels;
using BigBiGan.Dsl.Native;
using BigBiGan.Training.Data.Sources;
using BigBiGan.Training.Proof;
using Spectre.Console;
using static TorchSharp.torch;

namespace BigBiGan.Cli.Commands;

/// <summary>What the machine is, and whether its kernels are right.</summary>
internal static class DoctorCommand
{
    private const double TrialSeconds = 2;
    private static readonly string[] TrialVariants = ["small/fashion", "small/fashion-bfloat16"];

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
            "Describes the machine for a bug report: what is installed and free, and how fast it trains a small variant. "
            + "It proves the machine's kernels: each is calculated forward and to its gradients, and held against float64. "
            + "Each fault comes with what to do. Exit code 1 where one is in the way of a run.",
            "bigbigan doctor",
            "bigbigan doctor --variant small/fashion",
            "bigbigan doctor --data images",
            "bigbigan doctor --all --json")
        { variant, batch, all, CommonOptions.Data, ComputeOptions.All, CommonOptions.Json };
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
            arguments.GetValue(CommonOptions.Data),
            ComputeOptions.Of(arguments),
            arguments.GetValue(CommonOptions.Json))));
        return command;
    }

    /// <returns>An exit code.</returns>
    internal static int Execute(Settings settings)
    {
        var planned = settings.Variant is { } name ? CompiledSpecs.Find(name) : null;
        var faults = new List<Fault>();
        var data = settings.Data is { } source ? DataOf(source, planned ?? CompiledSpecs.Find("small/fashion"), faults) : null;
        var device = DeviceOf(settings, planned, faults);
        var kernels = device is null ? []
            : planned is not null ? OfVariant(planned, settings.Batch, device)
            : settings.All ? KernelScan.All(get_num_threads(), device.type)
            : KernelScan.Quick(get_num_threads(), device.type);
        var progress = SlowProgress.Of("proving kernels");
        var verdicts = kernels.Select((kernel, i) =>
        {
            progress(i, kernels.Count);
            return ProvenKernels.VerdictOn(kernel);
        }).ToList();
        var unsound = verdicts.Count(verdict => verdict.Form is null);
        if (unsound > 0)
        {
            faults.Add(new Fault($"{unsound} of {verdicts.Count} kernels have no right form here", "take another machine, or another --libtorch"));
        }

        // a step asks for kernels: where some have no form it cannot be taken
        var trials = device is null || unsound > 0 ? [] : Trials(device).ToList();
        KernelReport.Skip();
        faults.AddRange(trials.Where(trial => !trial.Repeats).Select(trial => new Fault(
            $"two steps of {trial.Step.Variant} in {trial.Step.Type} do not end at the same bits twice",
            device!.type == TorchSharp.DeviceType.CPU
                ? "set --threads 1; if that does not help, take another machine"
                : "compare several seeds: runs on this device do not repeat bit for bit",
            IsGrave: device.type == TorchSharp.DeviceType.CPU)));
        var room = Room.Find();
        faults.AddRange(room.Faults());
        var found = new Findings(device is null ? null : Machine.Current, Software.All(), CudaCard.All(), room, data, verdicts, trials, faults);
        if (settings.Json)
        {
            PrintJson(found);
        }
        else
        {
            Print(found);
        }

        return faults.Exists(fault => fault.IsGrave) ? 1 : 0;
    }

    /// <summary>Two seconds of training in each way that the device has.</summary>
    private static IEnumerable<Trial> Trials(Device device) => TrialVariants
        .Select(path => CompiledSpecs.Entry(CompiledSpecs.Find(path)))
        .SelectMany(entry => StepTrial.Ways(entry, device).Select(arithmetic => new Trial(
            StepTrial.Of(entry, arithmetic, entry.Facts.Training.Batch, TrialSeconds, device),
            StepTrial.Repeats(entry, arithmetic, entry.Facts.Training.Batch, device))));

    /// <summary>Null where there is no such device, or no libtorch: which is a fault.</summary>
    private static Device? DeviceOf(Settings settings, PlannedVariant? planned, List<Fault> faults)
    {
        try
        {
            return Devices.Named(settings.Compute.Device, settings.Compute.Threads ?? (planned is null ? 1 : RunRequests.Threads(planned)));
        }
        catch (Exception problem) when (problem is LibTorchException || (problem is UserMistake && settings.Compute.Device == "cuda"))
        {
            faults.Add(Two(problem.Message));
            return null;
        }
    }

    /// <summary>What a source is read as, as a variant asks for images; null where it cannot be read, which is a fault.</summary>
    private static DataFound? DataOf(string source, PlannedVariant planned, List<Fault> faults)
    {
        try
        {
            var facts = CompiledSpecs.Entry(planned).Facts;
            var data = DataSource.Load(source, facts.DataSize, facts.Colours);
            return new DataFound(source, ReaderTable.KindOf(source), data.Train.Count, data.Test.Count, data.Skipped);
        }
        catch (Exception problem) when (ErrorText.OneLine(problem) is { } line)
        {
            faults.Add(Two(line));
            return null;
        }
    }

    /// <summary>Our lines end with what to do, behind their first semicolon.</summary>
    private static Fault Two(string line) => line.IndexOf("; ", StringComparison.Ordinal) is >= 0 and var at
        ? new Fault(line[..at], line[(at + 2)..])
        : new Fault(line, "see 'bigbigan data --help'");

    private static IReadOnlyList<Kernel> OfVariant(PlannedVariant planned, int? batch, Device device)
    {
        using var model = CompiledSpecs.Entry(planned).Create(device, 0);
        return KernelSurvey.Of(model, batch ?? planned.Variant.Training.Batch, device);
    }

    private static void Print(Findings found)
    {
        foreach (var (name, value) in Facts(found))
        {
            Console.Out.WriteLine($"{name + ":",-13} {value}");
        }

        PrintSoftware(found);
        if (found.Kernels.Count > 0)
        {
            PrintKernels(found.Kernels);
        }

        if (found.Training.Count > 0)
        {
            var table = new Table().Border(TableBorder.Simple).AddColumns("training", "in", "images/s", "the same bits twice");
            table.Columns[2].RightAligned();
            foreach (var trial in found.Training)
            {
                table.AddRow(
                    trial.Step.Variant, trial.Step.Type, trial.Step.ImagesPerSecond.ToString("0", CultureInfo.InvariantCulture), trial.Repeats ? "yes" : "no");
            }

            Terminal.Out.Write(table);
        }

        foreach (var fault in found.Faults)
        {
            Console.Out.WriteLine($"{(fault.IsGrave ? "fault" : "note")}: {fault.What}; {fault.Mend}");
        }
    }

    private static void PrintSoftware(Findings found)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("installed", "version", "where");
        foreach (var software in found.Software)
        {
            table.AddRow(software.Name, Markup.Escape(software.Version ?? ""), Markup.Escape(software.Place ?? "not found"));
        }

        Terminal.Out.Write(table);
    }

    private static void PrintKernels(IReadOnlyList<KernelVerdict> verdicts)
    {
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

        Console.Out.WriteLine(verdicts.All(verdict => verdict.Fault is null)
            ? $"all {verdicts.Count} kernels are right as libtorch calculates them"
            : $"{verdicts.Count(verdict => verdict.Sound)} of {verdicts.Count} kernels are right as libtorch calculates them");

        static string Count(IEnumerable<KernelVerdict> family, Func<KernelVerdict, bool> counts) => family.Count(counts).ToString(CultureInfo.InvariantCulture);
    }

    private static void PrintJson(Findings found) => Json.Print(new
    {
        machine = found.Machine,
        facts = Facts(found).ToDictionary(fact => fact.Name, fact => fact.Value),
        software = found.Software.Select(software => new { name = software.Name, version = software.Version, path = software.Place }),
        cards = found.Cards.Select(card =>
            new { name = card.Name, memory = card.Memory, free = card.Free, capability = card.Capability, driver = card.Driver }),
        room = new { memory = found.Room.Memory, disk = found.Room.Disk, folder = found.Room.Folder },
        data = found.Data,
        kernels = found.Kernels.Select(verdict => new
        {
            kernel = verdict.Kernel.ToString(),
            family = verdict.Kernel.Family,
            form = verdict.Form?.ToString(),
            fault = verdict.Fault,
            error = verdict.Errors?.Largest,
            cost = verdict.Cost,
        }),
        training = found.Training.Select(trial => new
        {
            variant = trial.Step.Variant,
            type = trial.Step.Type,
            imagesPerSecond = trial.Step.ImagesPerSecond,
            deterministic = trial.Repeats,
        }),
        faults = found.Faults.Select(fault => new { what = fault.What, mend = fault.Mend, grave = fault.IsGrave }),
    });

    /// <summary>What a bug report needs.</summary>
    private static IEnumerable<(string Name, string Value)> Facts(Findings found)
    {
        yield return ("bigbigan", ProgramVersion.Text);
        yield return (".NET", RuntimeInformation.FrameworkDescription);
        yield return ("system", $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}");
        if (found.Machine is { } machine)
        {
            yield return ("processor", machine.Processor);
            yield return ("microcode", machine.Microcode ?? "not visible");
            yield return ("features", machine.Features);
            yield return ("caches", machine.Caches.Count > 0
                ? string.Join(", ", machine.Caches)
                : "none visible to programs: oneDNN is known to choose wrong kernels on such machines");
        }

        yield return ("memory",
            FormattableString.Invariant($"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9:0.0} GB, {found.Room.Memory / 1e9:0.0} free"));
        yield return ("disk", FormattableString.Invariant($"{found.Room.Disk / 1e9:0.0} GB free at {found.Room.Folder}"));
        if (found.Machine is { } loaded)
        {
            yield return ("libtorch", loaded.LibTorch);
            yield return ("oneDNN", loaded.OneDnn);
            yield return ("threads", get_num_threads().ToString(CultureInfo.InvariantCulture));
            yield return ("GPU", loaded.Gpu);
            yield return ("settings", loaded.Settings.Count == 0
                ? "none"
                : string.Join(", ", loaded.Settings.Select(setting => $"{setting.Key}={setting.Value}")));
            yield return ("fingerprint", loaded.Fingerprint);
        }

        foreach (var (card, i) in found.Cards.Select((card, i) => (card, i)))
        {
            yield return ($"card {i}", FormattableString.Invariant(
                $"{card.Name}, {card.Memory / 1e9:0.0} GB, {card.Free / 1e9:0.0} free, compute capability {card.Capability}, driver {card.Driver}"));
        }

        if (found.Data is { } data)
        {
            yield return ("data", FormattableString.Invariant($"{data.Source}: {data.Kind}; {data.Train} images to train on, {data.Test} to test"));
        }
    }

    /// <param name="Variant">Whose kernels are proven; null for common ones.</param>
    /// <param name="Batch">Of the variant; null for the spec's.</param>
    /// <param name="All">Whether about a thousand common kernels are proven.</param>
    /// <param name="Data">Images that are looked at; null for none.</param>
    internal sealed record Settings(string? Variant, int? Batch, bool All, string? Data, Compute Compute, bool Json);

    /// <param name="Machine">Null where libtorch or the device is not to be had.</param>
    private sealed record Findings(
        Machine? Machine,
        IReadOnlyList<Software> Software,
        IReadOnlyList<CudaCard> Cards,
        Room Room,
        DataFound? Data,
        IReadOnlyList<KernelVerdict> Kernels,
        IReadOnlyList<Trial> Training,
        IReadOnlyList<Fault> Faults);

    /// <param name="Repeats">Whether two steps, taken twice, end at the same bits.</param>
    private sealed record Trial(StepTrial Step, bool Repeats);

    /// <param name="Kind">What it is read as.</param>
    /// <param name="Skipped">Pictures that cannot be decoded.</param>
    private sealed record DataFound(string Source, string Kind, long Train, long Test, IReadOnlyList<string> Skipped);
}
