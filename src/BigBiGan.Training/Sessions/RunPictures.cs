using System.Globalization;
using BigBiGan.Dsl;
using BigBiGan.Dsl.Layers;
using BigBiGan.Training.Data.Sources;
using BigBiGan.Training.Errors;
using BigBiGan.Training.Evaluation.Sampling;
using BigBiGan.Training.Pictures;
using BigBiGan.Training.Runs;

namespace BigBiGan.Training.Sessions;

/// <summary>The pictures of a run.</summary>
public static class RunPictures
{
    private const int Samples = 64;
    private const int Reconstructions = 32;

    /// <summary>More are for programs: <see cref="SampleExport"/>.</summary>
    private const int MostSamples = 4096;

    /// <summary>In the row of a class, where nothing else is asked for.</summary>
    private const int PerClass = 8;

    /// <summary>More would be a picture that few programs open.</summary>
    private const int MostPerClass = 64;

    private const int MostClasses = 50;

    /// <summary>Samples, reconstructions (where there is an encoder) and the plot of the log, into the run's folder.</summary>
    public static IReadOnlyList<string> Write(LoadedRun trained, EvaluationGenerator generator, DataSource data, ISessionReport report)
    {
        List<string> files = [In($"samples{trained.Mark}.png")];
        WriteSamples(new SampleLatents(generator, null, trained.Device), trained, null, files[^1], titles: ClassTitle.Of(trained.Model.Facts, data.Train));
        if (trained.Model is IInference)
        {
            files.Add(trained.Folder.ArtifactPath(data, "reconstructions", $"{trained.Mark}.png"));
            WriteReconstructions(generator, trained, data, Reconstructions, files[^1], report.Progress);
        }

        if (RunLog.Read(trained.Folder.LogFile) is { Count: > 1 } records)
        {
            files.Add(In("losses.png"));
            LossPlot.Write(files[^1], records, trained.Caption);
        }

        return files;

        string In(string name) => Path.Combine(trained.Folder.Path, name);
    }

    /// <summary>
    /// Samples in a grid; of a variant with labels a row per class, in whose columns the latents are the same, unless each latent comes with a label.
    /// </summary>
    /// <param name="count">Samples, or samples per class; null for as many as usual, or all that are given.</param>
    /// <param name="grid">Rows and columns instead of <paramref name="count"/>; of a variant with labels, classes and samples per class. Null for eight
    /// columns, and for as many classes as fit.</param>
    /// <param name="titles">What the classes are called; null for their numbers.</param>
    /// <returns>How many latents were drawn from.</returns>
    /// <exception cref="RunException">So many do not fit into a picture or a row, or there are not so many latents.</exception>
    public static int WriteSamples(
        SampleLatents latents, LoadedRun trained, int? count, string path, (int Rows, int Columns)? grid = null, IReadOnlyList<string>? titles = null)
    {
        if (trained.Model.Facts.Labels is { Classes: > 1 and var classes } && !latents.HaveLabels)
        {
            return WriteClasses(latents, trained, classes, latents.Count(grid?.Columns ?? count, PerClass), path, grid?.Rows, titles);
        }

        var shown = latents.Count(grid is var (rows, columns) ? rows * columns : count, Samples);
        if (shown > MostSamples)
        {
            var asked = grid is null ? "--count" : "--grid";
            throw new RunException($"{asked} is {shown} samples; expected at most {MostSamples} in a picture; for more: --format png-folder or --format npz");
        }

        using var images = latents.Draw(0, shown);
        SampleSheet.Write(path, images, columns: grid?.Columns ?? 8, caption: $"samples{latents.OfClass(titles)} of {trained.Caption}");
        return shown;
    }

    /// <summary>All classes, or as many as fit, spread evenly over them: the rows say which.</summary>
    private static int WriteClasses(
        SampleLatents latents, LoadedRun trained, int classes, int count, string path, int? rowsAsked, IReadOnlyList<string>? titles)
    {
        if (count > MostPerClass)
        {
            throw new RunException(
                $"--count is {count}; expected at most {MostPerClass} for {trained.Folder.Identity.Variant}, which has labels: "
                + "it is the number of samples per class, in one row");
        }

        if (rowsAsked > classes)
        {
            throw new RunException(
                $"--grid has {rowsAsked} rows, and {trained.Folder.Identity.Variant} has {classes} classes; expected at most as many, a row per class");
        }

        using var scope = TorchSharp.torch.NewDisposeScope();
        var shown = rowsAsked ?? Math.Min(classes, MostClasses);
        var rows = Enumerable.Range(0, shown)
            .Select(i => (int)((long)i * classes / shown))
            .Select(label => (ClassTitle.Row(label, titles), latents.DrawOfClass(label, count))).ToList();
        var part = shown == classes ? "" : string.Create(CultureInfo.InvariantCulture, $" of {shown} of {classes} classes");
        SampleSheet.Write(path, rows, caption: $"samples{part} of {trained.Caption}");
        return count;
    }

    /// <summary>Test images x over G(E(x)), with E as it is judged and as <c>embed</c> writes it.</summary>
    /// <param name="work">Is told, in words, what takes its time; what it gives receives (done, of so many).</param>
    public static void WriteReconstructions(
        EvaluationGenerator generator, LoadedRun trained, DataSource data, int count, string path, Func<string, Action<int, int>> work)
    {
        using var standing = EvaluationFeatures.Standing(trained.Model, data.Train, trained.Device, generator.Batches, work, trained.Replicas);
        using var x = data.Test.Spread(Math.Min(count, data.Test.Count), trained.Device);
        using var reconstructed = generator.Reconstruct(x);
        var factor = trained.Model.Facts.DataSize / trained.Model.Facts.ImageSize;
        using var seen = Pool.Average(x, factor);
        ReconstructionSheet.Write(path, seen, reconstructed, columns: 8, caption: $"x over G(E(x)) of {trained.Caption}");
    }
}
