using System.CommandLine;
using BigBiGan.Cli.Display;
using BigBiGan.Cli.Errors;
using BigBiGan.Cli.Options;
using BigBiGan.Cli.Runs;
using BigBiGan.Cli.Specs;
using BigBiGan.Dsl.Spec.Text;
using BigBiGan.Training.Data.Sources;
using BigBiGan.Training.Runs;
using BigBiGan.Training.Sessions;
using BigBiGan.Training.Weights.Files;
using BigBiGan.Training.Weights.Layouts;
using BigBiGan.Training.Weights.Transfer;

namespace BigBiGan.Cli.Commands;

internal static class ImportCommand
{
    public static Command Create()
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "Weights: .pth (a state dict; nothing in it is executed) or .safetensors; "
                + "G and D may come in a file each, or in a weights folder of BigGAN-PyTorch.",
            Arity = ArgumentArity.OneOrMore,
        };
        var variant = new Option<string>("--variant")
        {
            Description = "The variant whose networks they are, as 'train' takes it.",
            HelpName = "VARIANT",
            Required = true,
        };
        var layout = new Option<string>("--layout")
        {
            Description = "The names in the files; auto takes the layout that fits.",
            HelpName = string.Join('|', Layouts),
            DefaultValueFactory = _ => Layouts[0],
        };
        var key = new Option<string?>("--key")
        {
            Description = "Of files that hold several state dicts, the one that is meant (g_ema), outer names first (models.G); "
                + "or the first part of the names that are.",
            HelpName = "NAME",
        };
        var average = new Option<string?>("--average")
        {
            Description = "The average of G (BigGAN-PyTorch's G_ema.pth), beside a file of G itself. [default: the imported G]",
            HelpName = "FILE",
        };
        var (run, batch, seed, labels) = (NewRunOptions.Run(), NewRunOptions.Batch(), NewRunOptions.Seed(), NewRunOptions.Labels());
        var command = new ExampleCommand(
            "import",
            "Begins a run with weights of PyTorch, for 'sample', 'evaluate', 'train --resume' and 'export'; "
            + "networks that no file holds stay as the seed makes them.",
            "bigbigan import G_ema.pth --variant imagenet/base --data images",
            "bigbigan import G.safetensors D.safetensors --variant gan-random-label --layout biggan-pytorch --data images --run runs/imported")
        {
            files, variant, layout, key, average, CommonOptions.Data, ImageOptions.Source.All, labels, run, batch, seed, ComputeOptions.All, CommonOptions.Json,
        };
        command.SetAction(arguments => Execute(new Settings
        {
            Files = arguments.GetRequiredValue(files),
            Variant = arguments.GetRequiredValue(variant),
            Layout = arguments.GetValue(layout)!,
            Key = arguments.GetValue(key),
            Average = arguments.GetValue(average),
            Data = arguments.GetValue(CommonOptions.Data),
            Source = ImageOptions.SourceOf(arguments),
            Labels = arguments.GetValue(labels),
            Run = arguments.GetValue(run),
            Batch = arguments.GetValue(batch),
            Seed = arguments.GetValue(seed),
            Compute = ComputeOptions.Of(arguments),
            Json = arguments.GetValue(CommonOptions.Json),
        }));
        return command;
    }

    internal static void Execute(Settings settings)
    {
        var layout = Named(settings.Layout);
        var planned = CompiledSpecs.Find(settings.Variant);
        var facts = CompiledSpecs.Entry(planned).Facts;
        if (settings.Run is not null)
        {
            RunFolder.CheckFree(settings.Run);
        }

        var source = settings.Data ?? RunImages.DefaultSource(facts);
        var threads = settings.Compute.Threads ?? RunRequests.Threads(planned);
        var device = Devices.Named(settings.Compute.Device, threads);
        var read = new List<WeightsFile>();
        try
        {
            // before the images, which may take longer
            var (paths, averagePath) = Paths(settings.Files, settings.Average);
            WeightsFile[] weights = [.. paths.Select(Read)];
            var averaged = averagePath is null ? null : Read(averagePath);
            var request = RunRequests.Of(planned, source, RunImages.LoadToTrain(source, facts, new ConsoleReport(), settings.Source), settings.Run, device) with
            {
                LabelsFile = settings.Labels is { } file ? Path.GetFullPath(file) : null,
                Batch = settings.Batch,
                Seed = settings.Seed,
                Threads = threads,
            };
            Import(request, new WeightImport(weights, layout, averaged), settings.Json);
        }
        finally
        {
            read.ForEach(file => file.Dispose());
        }

        WeightsFile Read(string path)
        {
            read.Add(WeightsFile.Read(path, settings.Key, SlowProgress.Of($"reading {path}, tensors")));
            return read[^1];
        }
    }

    /// <summary>The files that are meant by what was given, folders included, and that of the average.</summary>
    private static (IReadOnlyList<string> Files, string? Average) Paths(IReadOnlyList<string> given, string? average)
    {
        var folders = given.Where(Directory.Exists).Select(BigGanFolder.Read).ToList();
        return (
            [.. given.Where(path => !Directory.Exists(path)), .. folders.SelectMany(folder => folder.Networks)],
            average ?? folders.Select(folder => folder.Average).FirstOrDefault(found => found is not null));
    }

    private static string[] Layouts { get; } = ["auto", .. Layout.All.Select(layout => layout.Name)];

    private static Layout? Named(string name) => Layouts.Contains(name)
        ? Layout.All.FirstOrDefault(layout => layout.Name == name)
        : throw new UserMistake($"--layout is '{name}'; expected {Phrases.Or(Layouts)}");

    private static void Import(RunRequest request, WeightImport weights, bool json)
    {
        try
        {
            using var run = TrainingRun.Import(request, weights, Warning.Print);
            Report(run, json);
        }
        catch (StateDictMismatchException misfit)
        {
            if (json)
            {
                Json.Print(new { problems = misfit.Problems });
            }
            else
            {
                foreach (var problem in misfit.Problems)
                {
                    Console.Out.WriteLine(problem);
                }
            }

            throw new UserMistake(misfit.Message);
        }
    }

    private static void Report(TrainingRun run, bool json)
    {
        var identity = run.Folder.Identity;
        var imported = identity.Imported!;
        string[] fromSeed =
        [
            .. run.Model.Networks.Select(network => network.Role).Except(imported.SelectMany(file => file.Networks)),
            .. imported.SelectMany(file => file.FromSeed),
        ];
        if (json)
        {
            Json.Print(new { run = run.Folder.Path, variant = identity.Variant, seed = identity.Seed, imported, fromSeed });
            return;
        }

        foreach (var file in imported)
        {
            Console.Out.WriteLine($"{string.Join(", ", file.Networks)}: {file.Tensors} tensors of {file.File}, layout {file.Layout}");
        }

        if (fromSeed.Length > 0)
        {
            var files = imported.Count == 1 ? "the file" : "the files";
            var them = fromSeed.Length == 1 ? "it" : "them";
            Console.Out.WriteLine($"{string.Join(", ", fromSeed)}: not in {files}, as seed {identity.Seed} makes {them}");
        }

        Console.Out.WriteLine(run.Folder.Path);
    }

    internal sealed record Settings
    {
        /// <summary>Of weights, or folders of them.</summary>
        public required IReadOnlyList<string> Files { get; init; }

        public required string Variant { get; init; }

        /// <summary>A layout's name, or <c>auto</c>.</summary>
        public required string Layout { get; init; }

        /// <summary>Which state dict of a file is meant; null for the only one.</summary>
        public string? Key { get; init; }

        /// <summary>The file of the average of G.</summary>
        public string? Average { get; init; }

        /// <summary>Null for the variant's own images.</summary>
        public string? Data { get; init; }

        /// <summary>How the images' source is read.</summary>
        public required SourceOptions Source { get; init; }

        /// <summary>The file of the labels, for a variant that takes them from one.</summary>
        public string? Labels { get; init; }

        /// <summary>The new run's folder; null for the next free one.</summary>
        public string? Run { get; init; }

        public int? Batch { get; init; }

        public ulong? Seed { get; init; }

        public required Compute Compute { get; init; }

        public bool Json { get; init; }
    }
}
