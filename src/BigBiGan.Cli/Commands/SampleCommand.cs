using System.CommandLine;
using BigBiGan.Cli.Errors;
using BigBiGan.Cli.Options;
using BigBiGan.Cli.Runs;
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
        var command = new ExampleCommand(
            "sample",
            "Draws samples of a run's G, with averaged weights and standing statistics.",
            "bigbigan sample runs/fashion-001 --count 100 --out samples.png",
            "bigbigan sample runs/fashion-001 --format png-folder --count 50000 --out samples --real real")
        {
            run, checkpoint, format, count, file, seed, latents, saved, real, ComputeOptions.All,
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
            ComputeOptions.Of(arguments))));
        return command;
    }

    internal static void Execute(Settings settings)
    {
        var kind = Named(settings.Format);
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

        using var opened = OpenedRun.Open(settings.Run, settings.Compute, settings.Checkpoint);
        var report = new ConsoleReport();
        var (trained, facts) = (opened.Run, opened.Run.Model.Facts);
        using var given = settings.Latents is { } asked ? LatentFile.Read(asked, facts.LatentSize, facts.Labels?.Classes) : null;
        // before the samples, which take longer
        var data = realPath is null ? null : RunImages.Load(trained.Folder.Identity.DataSource, facts, report, RunImages.OptionsOf(trained.Folder.Identity));
        var chosen = settings.Seed ?? trained.Folder.Identity.Seed;
        using var generator = new EvaluationGenerator(trained.Model, trained.Ema, chosen, trained.Device);
        var drawn = new SampleLatents(generator, given, trained.Device);
        var origin = SampleExport.Origin(trained, chosen, given);
        var shown = kind == Picture
            ? RunPictures.WriteSamples(drawn, trained, settings.Count, path)
            : SampleExport.Write(path, kind == Npz, trained, drawn, settings.Count, origin, report);
        if (latentPath is not null)
        {
            SampleExport.WriteLatents(latentPath, drawn, shown, labels: kind != Picture || drawn.HaveLabels, origin);
        }

        if (data is not null)
        {
            SampleExport.WriteReal(realPath!, kind == Npz, trained, data.Train, report);
        }

        foreach (var place in written)
        {
            Console.Out.WriteLine(place);
        }
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
    internal sealed record Settings(
        string Run, CheckpointChoice? Checkpoint, string Format, int? Count, string Out, ulong? Seed, string? Latents, string? SaveLatents,
        string? Real, Compute Compute);
}
