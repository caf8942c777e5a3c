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

    /// <summary>What the identity is taken of: <c>pixels</c>, or <c>files</c> (their names, lengths and labels) where images are not in memory.</summary>
    public string IdentityOf => Train.IsInMemory ? "pixels" : "files";

    /// <summary>In words, where test images are training images too, byte for byte at this size; null where none is, and where images are not
    /// in memory.</summary>
    public string? Repetition => Train.IsInMemory && Test.IsInMemory && Test.CountIn(Train) is > 0 and var repeated
        ? $"{Name}: {repeated} of {Test.Count} test images are training images too, byte for byte: neighbours and probe look better than they are"
        : null;

    /// <summary>The same images in memory; crops are cut from where they came from all the same.</summary>
    /// <param name="progress">Receives (done, total) about once a second when decoding takes more than two seconds.</param>
    internal DataSource InMemory(Action<int, int>? progress)
    {
        var report = new SlowReport(progress, Train.Count + Test.Count);
        return new DataSource(Train.InMemory(report.Done), Test.InMemory(report.Done));
    }

    /// <summary>Reads images at the size and colours that a variant asks for.</summary>
    /// <param name="nameOrFolder">What a row of <see cref="ReaderTable"/> accepts.</param>
    /// <param name="size">Height and width to deliver.</param>
    /// <param name="colours">1 or 3.</param>
    /// <param name="warn">Receives a line per file that had to be skipped, and one each about what is left out and about images in both splits.</param>
    /// <param name="progress">Receives (done, total) about once a second when decoding takes more than two seconds.</param>
    /// <param name="note">Receives a line that says which folder became what.</param>
    /// <exception cref="DataSourceException">The images cannot be used; the message says why and what to do.</exception>
    public static DataSource Load(
        string nameOrFolder, int size, int colours, Action<string>? warn = null, Action<int, int>? progress = null, Action<string>? note = null)
    {
        var source = ReaderTable.Load(new DataRequest(nameOrFolder, size, colours, warn, progress, note));
        if (source.Repetition is { } repetition)
        {
            warn?.Invoke(repetition);
        }

        return source;
    }
}
