using System.CommandLine;
using System.Globalization;
using BigBiGan.Cli.Display;
using BigBiGan.Cli.Errors;
using BigBiGan.Cli.Options;
using BigBiGan.Cli.Runs;
using BigBiGan.Dsl.Spec.Text;
using BigBiGan.Training.Data.Images;
using BigBiGan.Training.Data.Sources;
using BigBiGan.Training.Evaluation.Sampling;
using BigBiGan.Training.Exports;
using BigBiGan.Training.Runs;
using BigBiGan.Training.Sessions;
using static TorchSharp.torch;

namespace BigBiGan.Cli.Commands;

internal static class EmbedCommand
{
    private static readonly string[] Formats = [.. EmbeddingFile.Endings.Select(ending => ending[1..])];

    public static Command Create()
    {
        var run = CommonOptions.Run();
        var checkpoint = CheckpointOption.Create();
        var replicas = ReplicasOption.OfRun();
        var images = new Option<string?>("--data")
        {
            Description = $"{CommonOptions.Data.Description} Or one picture, or a folder of pictures without classes.",
            HelpName = "NAME|DIR|FILE",
        };
        var format = new Option<string?>("--format")
        {
            Description = "Arrays per split, or a row per image. [default: as --out ends]",
            HelpName = string.Join('|', Formats),
        };
        var file = new Option<string>("--out")
        {
            Description = $"The file to write ({string.Join(", ", EmbeddingFile.Endings)}).",
            Required = true,
            HelpName = "FILE",
        };
        var command = new ExampleCommand(
            "embed",
            "Writes what a run makes of images, as it is judged: per image 'features' (E's before its head, or D's where there is no E), "
            + "'latents' (E(x) without noise; where there is an E), "
            + "its split, its index there, its file, its label and the label's name.",
            "bigbigan embed runs/fashion-001 --data fashion --out features.safetensors",
            "bigbigan embed runs/fashion-001 --data photo.png --out photo.parquet")
        {
            run, checkpoint, images, format, file, replicas, ComputeOptions.All,
        };
        command.SetAction(arguments => Execute(new Settings(
            arguments.GetRequiredValue(run),
            arguments.GetValue(checkpoint),
            arguments.GetValue(images),
            arguments.GetValue(format),
            arguments.GetRequiredValue(file),
            arguments.GetValue(replicas),
            ComputeOptions.Of(arguments))));
        return command;
    }

    internal static void Execute(Settings settings)
    {
        var path = OutputFile.Check("--out", settings.Out, Ending(settings.Format));
        using var opened = OpenedRun.Open(settings.Run, settings.Compute, settings.Checkpoint, settings.Replicas);
        var trained = opened.Run;
        var asked = settings.Data;
        var own = trained.Folder.Identity.DataSource;
        var source = asked ?? own;
        var loose = RunImages.Lasting(source) != own && LooseImages.AreAt(source)
            ? RunImages.LoadLoose(source, trained.Model.Facts, new ConsoleReport())
            : null;

        // loose images have no training images of their own to take E's statistics from
        var data = opened.Images(loose is null ? asked : null);
        using var scope = NewDisposeScope();
        using var standing = EvaluationFeatures.Standing(trained.Model, data.Train, trained.Device, work: SlowProgress.Of, replicas: trained.Replicas);
        ImageSet[] sets = loose is null ? [data.Train, data.Test] : [loose];
        EmbeddingFile.Write(path, [.. sets.Select(set => Embedded(trained, set, source))], new Dictionary<string, string>
        {
            ["run"] = Path.GetFileName(Path.GetFullPath(trained.Folder.Path)),
            ["variant"] = opened.Planned.Variant.Path,
            ["step"] = trained.Step.ToString(CultureInfo.InvariantCulture),
            ["data"] = sets[0].Name,
            ["data-identity"] = loose?.Identity ?? data.Identity,
        });
        Console.Out.WriteLine(path);
    }

    private static IReadOnlyList<string> Ending(string? format) => format switch
    {
        null => EmbeddingFile.Endings,
        _ when Formats.Contains(format) => [$".{format}"],
        _ => throw new UserMistake($"--format is '{format}'; expected {Phrases.Or(Formats)}"),
    };

    private static EmbeddedImages Embedded(LoadedRun trained, ImageSet images, string source)
    {
        var (features, latents) = EvaluationFeatures.Embed(
            trained.Model, images, trained.Device, trained.Replicas, SlowProgress.Of($"embedding the {images.Split} images"));
        var folder = File.Exists(source) ? Path.GetDirectoryName(Path.GetFullPath(source))! : source;
        return new EmbeddedImages(
            images,
            images.Files is { } files ? [.. files.Select(path => Path.GetRelativePath(folder, path))] : null,
            features,
            latents);
    }

    /// <param name="Checkpoint">Null for the newest.</param>
    /// <param name="Data">A source, a picture or a folder of pictures; null for the run's own images.</param>
    /// <param name="Format">Null for the one that the file's name says.</param>
    /// <param name="Out">The file to write.</param>
    /// <param name="Replicas">Batches that are calculated at once; null for the run's.</param>
    internal sealed record Settings(string Run, CheckpointChoice? Checkpoint, string? Data, string? Format, string Out, int? Replicas, Compute Compute);
}
