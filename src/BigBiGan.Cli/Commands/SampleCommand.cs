using System.CommandLine;
using BigBiGan.Cli.Display;
using BigBiGan.Cli.Errors;
using BigBiGan.Cli.Options;
using BigBiGan.Cli.Runs;
using BigBiGan.Dsl;
using BigBiGan.Training.Data.Sources;
using BigBiGan.Training.Evaluation.Sampling;
using BigBiGan.Training.Exports;
using BigBiGan.Training.Runs;
using BigBiGan.Training.Sessions;

namespace BigBiGan.Cli.Commands;

internal static class SampleCommand
{
    private const string Picture = "picture";
    private const string PngFolder = "png-folder";
    private const string Npz = "npz";

    public static Command Create()
    {
        var run = CommonOptions.Run();
        var checkpoint = CheckpointOption.Create();
        var replicas = ReplicasOption.OfRun();
        var format = new Option<string>("--format")
        {
            Description = "One picture of all, or what other programs read: a folder with a PNG each, or a NumPy file. "
                + "An interrupted command goes on where it was when it is given again.",
            HelpName = $"{Picture}|{PngFolder}|{Npz}",
            DefaultValueFactory = _ => Picture,
        };
        var count = NumberOption.AtLeast(
            "--count", 1,
            "How many samples; in a picture of a variant with labels per class, a row each. "
            + "[default: all of --latents, else 64 or 8 per class in a picture, 50000 elsewhere]");
        var grid = GridShape.Option();
        var named = new Option<string?>("--class")
        {
            Description = "Of a variant with labels: this class alone, by its number or its name.",
            HelpName = "CLASS",
        };
        var interpolate = new Option<bool>("--interpolate")
        {
            Description = "A picture whose rows go from one sample to another, --grid RxC of them. [default: 8x8]",
        };
        var nearest = NumberOption.Between(
            "--nearest", 1, 32,
            "A picture of --count samples, each before its N nearest training images, in pixels and in E's features (D's where there is no E). "
            + "[default count: 8]");
        var file = new Option<string>("--out") { Description = "The picture (.png), folder or file (.npz) to write.", Required = true, HelpName = "PATH" };
        var seed = NumberOption.AtLeast<ulong>("--seed", 0, "Decides the latents. [default: the run's]");
        var latents = new Option<string?>("--latents")
        {
            Description = "Draw from the latents in this file (.safetensors or .npz) instead, such as 'embed' writes; FILE:NAME where it has several.",
            HelpName = "FILE",
        };
        var saved = new Option<string?>("--save-latents")
        {
            Description = "Also write the latents, and of a variant with labels each one's class (.safetensors or .npz).",
            HelpName = "FILE",
        };
        var real = new Option<string?>("--real")
        {
            Description = "Also write the run's training images, as G is to draw them, in the same format: the other side of a comparison.",
            HelpName = "PATH",
        };
        var standing = StandingOption.Create();
        var command = new ExampleCommand(
            "sample",
            "Draws samples of a run's G, with averaged weights and standing statistics.",
            "bigbigan sample runs/fashion-001 --count 100 --out samples.png",
            "bigbigan sample runs/fashion-001 --interpolate --grid 6x10 --out between.png",
            "bigbigan sample runs/fashion-001 --nearest 5 --count 8 --out nearest.png",
            "bigbigan sample runs/fashion-001 --format png-folder --count 50000 --out samples --real real")
        {
            run, checkpoint, format, count, grid, named, interpolate, nearest, file, seed, standing, latents, saved, real,
            CommonOptions.Json, replicas, ComputeOptions.All,
        };
        command.SetAction(arguments => Execute(new Settings(
            arguments.GetRequiredValue(run),
            arguments.GetValue(checkpoint),
            arguments.GetValue(format)!,
            arguments.GetValue(count),
            arguments.GetRequiredValue(file),
            arguments.GetValue(seed),
            arguments.GetValue(latents),
            arguments.GetValue(saved),
            arguments.GetValue(real),
            arguments.GetValue(grid),
            arguments.GetValue(named),
            arguments.GetValue(interpolate),
            arguments.GetValue(nearest),
            arguments.GetValue(standing),
            arguments.GetValue(CommonOptions.Json),
            arguments.GetValue(replicas),
            ComputeOptions.Of(arguments))));
        return command;
    }

    internal static void Execute(Settings settings)
    {
        var kind = Named(settings.Format);
        CheckPicture(settings);
        var path = Checked(kind, "--out", settings.Out);
        var latentPath = settings.SaveLatents is { } save ? OutputFile.Check("--save-latents", save, LatentFile.Endings) : null;
        var realPath = settings.Real is { } images ? Checked(kind, "--real", images) : null;
        if (realPath is not null && kind == Picture)
        {
            throw new UserMistake($"--real goes with --format {PngFolder} or {Npz}");
        }

        string[] written = [.. new[] { path, latentPath, realPath }.OfType<string>()];
        if (written.DistinctBy(Path.GetFullPath).Count() < written.Length)
        {
            throw new UserMistake($"--out, --save-latents and --real name one place twice ({string.Join(", ", written)}); expected a place for each");
        }

        using var opened = OpenedRun.Open(settings.Run, settings.Compute, settings.Checkpoint, settings.Replicas);
        var report = new ConsoleReport();
        var (trained, facts) = (opened.Run, opened.Run.Model.Facts);
        using var given = settings.Latents is { } asked ? LatentFile.Read(asked, facts.LatentSize, facts.Labels?.Classes) : null;
        var identity = trained.Folder.Identity;
        // before the samples, which take longer
        var data = realPath is not null || settings.Nearest is not null ? opened.Images(null) : null;
        var titles = Titles(opened, data, kind, wanted: settings.Class is not null, report);
        int? label = settings.Class is { } name ? ClassTitle.Find(name, facts, titles) : null;
        var chosen = settings.Seed ?? identity.Seed;
        using var generator = new EvaluationGenerator(trained.Model, trained.Ema, chosen, trained.Device, settings.StandingBatches, report.Progress);
        var drawn = new SampleLatents(generator, given, trained.Device, label);
        var origin = SampleExport.Origin(trained, chosen, generator.BatchNorm, given, label);
        IReadOnlyList<NearestImage>? found = null;
        int shown;
        if (settings.Interpolate)
        {
            var (rows, columns) = settings.Grid ?? (8, 8);
            InterpolationSheet.Write(drawn, trained, rows, columns, opened.Planned.Variant.Latent.Prior.IsBounded, path, titles);
            shown = 2 * rows;
        }
        else if (settings.Nearest is { } k)
        {
            shown = drawn.Count(settings.Count, 8);
            found = NearestSheet.Write(drawn, trained, data!.Train, shown, k, path, report, titles);
        }
        else
        {
            shown = kind == Picture
                ? RunPictures.WriteSamples(drawn, trained, settings.Count, path, settings.Grid, titles)
                : SampleExport.Write(path, kind == Npz, trained, drawn, settings.Count, origin, report);
        }

        if (latentPath is not null)
        {
            var withLabels = kind != Picture || drawn.HaveLabels || settings.Interpolate || found is not null;
            SampleExport.WriteLatents(latentPath, drawn, shown, withLabels, origin);
        }

        if (realPath is not null)
        {
            SampleExport.WriteReal(realPath, kind == Npz, trained, data!.Train, report);
        }

        if (settings.Json)
        {
            Json.Print(new { files = written, variant = facts.Path, trained.Step, seed = chosen, @class = label, nearest = found });
            return;
        }

        foreach (var place in written)
        {
            Console.Out.WriteLine(place);
        }
    }

    private static void CheckPicture(Settings settings)
    {
        var form = settings.Interpolate ? "--interpolate" : settings.Nearest is not null ? "--nearest" : settings.Grid is not null ? "--grid" : null;
        if (form is not null && settings.Format != Picture)
        {
            throw new UserMistake($"{form} is of a picture, and --format is {settings.Format}; leave one out");
        }

        if (settings.Nearest is not null && (settings.Interpolate || settings.Grid is not null))
        {
            throw new UserMistake($"--nearest and {(settings.Interpolate ? "--interpolate" : "--grid")} are mutually exclusive");
        }

        if (settings.Count is not null && (settings.Interpolate || settings.Grid is not null))
        {
            throw new UserMistake("--count says how many samples, and so does --grid RxC; leave --count out");
        }

        if (settings.Interpolate && settings.Grid is { Columns: 1 })
        {
            throw new UserMistake("--grid has one column, and a row of --interpolate has two ends; expected at least two columns");
        }
    }

    /// <summary>Null where classes have no names, or where the images that have them are no longer there.</summary>
    /// <param name="data">The run's images, where they were read anyway.</param>
    /// <param name="wanted">Whether somebody may have named a class.</param>
    private static IReadOnlyList<string>? Titles(OpenedRun opened, DataSource? data, string format, bool wanted, ConsoleReport report)
    {
        var (identity, facts) = (opened.Run.Folder.Identity, opened.Run.Model.Facts);
        if (facts.Labels is not { Source: LabelSource.Data } || (format != Picture && !wanted) || (data is null && !ReaderTable.Accepts(identity.DataSource)))
        {
            return null;
        }

        return ClassTitle.Of(facts, (data ?? RunImages.Load(identity.DataSource, facts, report, RunImages.OptionsOf(identity))).Train);
    }

    private static string Named(string format) => format is Picture or PngFolder or Npz
        ? format
        : throw new UserMistake($"--format is '{format}'; expected {Picture}, {PngFolder} or {Npz}");

    private static string Checked(string format, string option, string path) => format == PngFolder
        ? OutputFile.CheckFolder(option, path)
        : OutputFile.Check(option, path, [format == Npz ? ".npz" : ".png"]);

    /// <param name="Checkpoint">Null for the newest.</param>
    /// <param name="Count">Of samples, or per class in a picture; null for as many as usual, or all latents of the file.</param>
    /// <param name="Out">The picture, file or folder to write.</param>
    /// <param name="Seed">Null for the run's.</param>
    /// <param name="Latents">The file of latents to draw from; null for those of the seed.</param>
    /// <param name="SaveLatents">Where the latents are written, too.</param>
    /// <param name="Real">Where the training images are written, too.</param>
    /// <param name="Grid">The picture's shape; null for the usual.</param>
    /// <param name="Class">Number or name of the only class; null for all.</param>
    /// <param name="StandingBatches">Of G's statistics; null for as many as usual.</param>
    /// <param name="Nearest">How many training images beside each sample; null for none.</param>
    /// <param name="Replicas">Batches that are calculated at once; null for the run's.</param>
    internal sealed record Settings(
        string Run, CheckpointChoice? Checkpoint, string Format, int? Count, string Out, ulong? Seed, string? Latents, string? SaveLatents, string? Real,
        (int Rows, int Columns)? Grid, string? Class, bool Interpolate, int? Nearest, int? StandingBatches, bool Json, int? Replicas, Compute Compute);
}
