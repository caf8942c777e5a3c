using BigBiGan.Training.Data.ImageNet;
using BigBiGan.Training.Data.Images;
using BigBiGan.Training.Errors;
using BigBiGan.Training.Text;

namespace BigBiGan.Training.Data.Sources;

/// <summary>The images of a run: one set to train on and one that only the evaluation sees.</summary>
public sealed record DataSource(ImageSet Train, ImageSet Test)
{
    /// <summary>The name in protocols.</summary>
    public string Name => Train.Name;

    /// <summary>The data manifest's hash, over both sets: part of a run's identity. Lower-case hex.</summary>
    public string Identity => TextHash.Of($"{Train.Identity} {Test.Identity}");

    /// <summary>
    /// SHA-256 over the sizes, class names, labels and pixels of both sets, in lower-case hex: the same for the same pictures in whatever form they lie.
    /// All images that are not in memory are decoded for it.
    /// </summary>
    /// <param name="progress">Receives (done, total) about once a second when it takes more than two seconds.</param>
    /// <exception cref="DataSourceException">An image cannot be read.</exception>
    public string HashPixels(Action<int, int>? progress = null)
    {
        if (Train.IsInMemory && Test.IsInMemory)
        {
            return Identity; // which is this hash
        }

        var report = new SlowReport(progress, Train.Count + Test.Count);
        return TextHash.Of($"{Train.PixelHash(report.Done)} {Test.PixelHash(report.Done)}");
    }

    /// <summary>
    /// What the identity is taken of: <c>pixels</c>, or where images are not in memory <c>content</c> (a hash that the source has) or <c>files</c> (names,
    /// lengths and labels).
    /// </summary>
    public string IdentityOf => Train.IsInMemory ? "pixels" : HasContentHash ? "content" : "files";

    /// <summary>Whether the source knows a hash of all that is in it.</summary>
    internal bool HasContentHash { get; init; }

    /// <summary>In words, where test images are training images too, byte for byte at this size; null where none is, and where images are not
    /// in memory.</summary>
    public string? Repetition => Train.IsInMemory && Test.IsInMemory && Test.CountIn(Train) is > 0 and var repeated
        ? $"{Name}: {repeated} of {Test.Count} test images are training images too, byte for byte: neighbours and probe look better than they are"
        : null;

    /// <summary>Pictures that were left out as they cannot be decoded, each with the reason.</summary>
    public IReadOnlyList<string> Skipped { get; init; } = [];

    /// <summary>How they were asked for.</summary>
    public SourceOptions Options { get; init; } = SourceOptions.Default;

    /// <summary>Reads images at the size and colours that a variant asks for.</summary>
    /// <param name="nameOrFolder">What a row of <see cref="ReaderTable"/> accepts.</param>
    /// <param name="size">Height and width to deliver.</param>
    /// <param name="colours">1 or 3.</param>
    /// <param name="warn">Receives a line per file that had to be skipped, and one each about what is left out and about images in both splits.</param>
    /// <param name="progress">Receives (done, total) about once a second when decoding takes more than two seconds.</param>
    /// <param name="note">Receives a line that says which folder became what.</param>
    /// <param name="options">How a source is read, where there is a choice.</param>
    /// <exception cref="DataSourceException">The images cannot be used; the message says why and what to do.</exception>
    public static DataSource Load(
        string nameOrFolder,
        int size,
        int colours,
        Action<string>? warn = null,
        Action<int, int>? progress = null,
        Action<string>? note = null,
        SourceOptions? options = null)
    {
        options ??= SourceOptions.Default;
        var asked = new DataRequest(nameOrFolder, size, colours, warn, progress, note) { Options = options };
        var source = ReaderTable.Load(asked) with { Options = options };
        if (!ReaderTable.IsName(nameOrFolder) && SynsetNames.Of(nameOrFolder, source.Train.ClassNames) is var titles && titles != source.Train.ClassNames)
        {
            source = source with { Train = source.Train.Titled(titles), Test = source.Test.Titled(titles) };
        }

        if (source.Repetition is { } repetition)
        {
            warn?.Invoke(repetition);
        }

        return source;
    }
}
