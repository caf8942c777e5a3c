using System.Runtime.InteropServices;
using System.Security.Cryptography;
using BigBiGan.Dsl;
using BigBiGan.Dsl.Randomness;
using BigBiGan.Training.Data.Images;
using BigBiGan.Training.Errors;

namespace BigBiGan.Training.Data.Labels;

/// <summary>The class label of every training image, as a variant with labels sees it.</summary>
/// <param name="Values">In the order in which the images are stored. [N]</param>
public sealed record ImageLabels(int[] Values)
{
    /// <summary>SHA-256 of the labels in lower-case hex: part of a run's identity.</summary>
    public string Identity { get; } = Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes<int>(Values)));

    /// <param name="facts">Null for a variant without labels, which has none here either.</param>
    /// <param name="images">The training images.</param>
    /// <param name="seed">The run's: decides random labels.</param>
    /// <param name="file">Where they are, for a variant that takes them from a file.</param>
    /// <exception cref="DataSourceException">The variant and the labels do not fit; the message says what to do.</exception>
    public static ImageLabels? Of(LabelFacts? facts, ImageSet images, ulong seed, string? file)
    {
        if (file is not null && facts?.Source != LabelSource.File)
        {
            throw new DataSourceException(facts is null
                ? $"{file}: the variant has no labels; leave --labels out"
                : $"{file}: the variant takes its labels from {(facts.Source == LabelSource.Data ? "the data set" : "chance")}; "
                    + "leave --labels out, or write `labels: { from: file }`");
        }

        return facts switch
        {
            null => null,
            { Source: LabelSource.Data } => OfData(facts.Classes, images),
            { Source: LabelSource.Random } => new ImageLabels(Random(facts.Classes, images.Count, seed)),
            { Source: LabelSource.File } => OfFile(facts.Classes, images, file),
        };
    }

    private static ImageLabels OfData(int classes, ImageSet images) => images.ClassNames.Count == classes
        ? new ImageLabels(images.Labels)
        : throw new DataSourceException($"{images.Name} has {images.ClassNames.Count} classes; the variant's `labels.classes` is {classes}");

    private static int[] Random(int classes, int count, ulong seed)
    {
        var random = new CounterRandom(seed, "labels");
        return [.. Enumerable.Range(0, count).Select(i => (int)(random.UnitAt(i) * classes))];
    }

    private static ImageLabels OfFile(int classes, ImageSet images, string? file)
    {
        if (file is null)
        {
            throw new DataSourceException(
                "the variant takes its labels from a file; give --labels FILE, such as `bigbigan cluster RUN --k 50 --out FILE` writes");
        }

        var read = LabelsFile.Read(file);
        if (read.DataIdentity != images.Identity || read.Labels.Length != images.Count)
        {
            throw new DataSourceException(
                $"{file} labels {read.Labels.Length} other images; "
                + $"expected labels of the {images.Count} training images of {images.Name} ({images.Identity[..8]})");
        }

        return read.Classes == classes
            ? new ImageLabels(read.Labels)
            : throw new DataSourceException($"{file} has {read.Classes} classes; the variant's `labels.classes` is {classes}");
    }
}
