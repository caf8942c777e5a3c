using System.Globalization;
using BigBiGan.Training.Data.Images;
using BigBiGan.Training.Errors;
using BigBiGan.Training.Exports;
using BigBiGan.Training.Text;
using static TorchSharp.torch;

namespace BigBiGan.Training.Sessions;

/// <summary>Samples, latents and real images in files for other programs, each with a line of JSON that says where it comes from.</summary>
public static class SampleExport
{
    /// <summary>As many as a Frechet distance is usually taken over.</summary>
    private const int Usual = 50_000;

    /// <summary>Draws what the file or folder does not have yet.</summary>
    /// <param name="npz">Into an NPZ file; else into a folder of PNG files.</param>
    /// <param name="count">Null for as many as usual, or all that are given.</param>
    /// <param name="origin">Of the samples.</param>
    /// <returns>How many samples are there now.</returns>
    public static int Write(string path, bool npz, LoadedRun trained, SampleLatents latents, int? count, string origin, ISessionReport report)
    {
        var facts = trained.Model.Facts;
        var total = latents.Count(count, Usual);
        using var store = Store(path, npz, origin, total, facts.ImageSize, facts.Colours);
        ImageExport.Run(store, total, Pixels, latents.Given, report.Progress("drawing samples"), trained.Replicas.Threads);
        store.Finish(AllLabels(latents, total));
        return total;

        byte[] Pixels(int first, int drawn)
        {
            using var images = latents.Draw(first, drawn);
            return PixelBytes.Of(images);
        }
    }

    /// <summary>The training images as G is to draw them: the other side of a comparison.</summary>
    /// <param name="images">At the variant's data size.</param>
    public static void WriteReal(string path, bool npz, LoadedRun trained, ImageSet images, ISessionReport report)
    {
        var shown = images.Reduced(trained.Model.Facts.ImageSize);
        var origin = JsonFormat.Text(new { images = "real images", split = images.Split, data = images.Name, identity = images.Identity, size = shown.Size });
        using var store = Store(path, npz, origin, shown.Count, shown.Size, shown.Colours);
        ImageExport.Run(store, shown.Count, (first, count) => PixelBytes.Of(shown, first, count), shown.Count, report.Progress("writing real images"));
        store.Finish(images.ClassNames.Count > 1 ? Array.ConvertAll(images.Labels, label => (long)label) : null);
    }

    /// <summary>The latents that samples are drawn from.</summary>
    /// <param name="labels">With the class of each, of a variant with labels.</param>
    public static void WriteLatents(string path, SampleLatents latents, int count, bool labels, string origin)
    {
        using var scope = NewDisposeScope();
        var all = empty(count, latents.Latents(0, 1).size(1));
        InParts(count, (first, part) => all.narrow(0, first, part).copy_(latents.Latents(first, part)));
        new LatentFile(all, labels && AllLabels(latents, count) is { } classes ? tensor(classes) : null).Write(path, origin);
    }

    /// <summary>What samples are of. Equal for equal samples, whatever their number.</summary>
    /// <param name="file">Null where the seed gives the latents.</param>
    /// <param name="label">The class of all of them; null where it is none or they have several.</param>
    /// <param name="batchNorm">G's state, in words.</param>
    public static string Origin(LoadedRun trained, ulong seed, string batchNorm, LatentFile? file, int? label = null)
    {
        var run = trained.Folder.Identity;
        return JsonFormat.Text(new
        {
            images = "samples",
            variant = run.Variant,
            spec = run.SpecHash,
            data = run.Data,
            dataIdentity = run.DataIdentity,
            runStarted = run.Started,
            runSeed = run.Seed,
            step = trained.Step,
            generator = $"averaged weights, {batchNorm}",
            seed,
            latents = (file?.Identity ?? "of the seed") + (label is null ? "" : string.Create(CultureInfo.InvariantCulture, $", class {label}")),
        });
    }

    /// <summary>Null of a variant without labels.</summary>
    private static long[]? AllLabels(SampleLatents latents, int count)
    {
        var all = new List<long>(count);
        InParts(count, (first, part) =>
        {
            using var labels = latents.Labels(first, part);
            using var local = labels?.cpu();
            all.AddRange(local?.data<long>().ToArray() ?? []);
        });
        return all.Count > 0 ? [.. all] : null;
    }

    /// <summary>Latents of the seed are made one by one: a great number of them at once would be a great number of tensors.</summary>
    private static void InParts(int count, Action<int, int> with)
    {
        const int Part = 1000;
        for (var first = 0; first < count; first += Part)
        {
            using var scope = NewDisposeScope();
            with(first, Math.Min(Part, count - first));
        }
    }

    private static IImageStore Store(string path, bool npz, string origin, int count, int size, int colours) =>
        count > PngFolder.Most
            ? throw new RunException($"--count is {count}; expected at most {PngFolder.Most}")
            : npz ? new NpzImages(path, origin, count, size, colours) : new PngFolder(path, origin, count, size, colours);
}
