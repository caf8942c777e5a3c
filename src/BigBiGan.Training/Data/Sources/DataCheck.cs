using BigBiGan.Training.Errors;
using BigBiGan.Training.Text;

namespace BigBiGan.Training.Data.Sources;

/// <summary>Decodes every picture of a source, to find those that are broken before a training does.</summary>
/// <param name="Images">How many were decoded.</param>
/// <param name="Broken">A line for each that cannot be read, in the order of the source.</param>
public sealed record DataCheck(int Images, IReadOnlyList<string> Broken)
{
    /// <summary>Small, so that the check takes no longer than decoding does.</summary>
    private const int Size = 32;

    private const int Colours = 3;

    /// <param name="source">What a row of <see cref="ReaderTable"/> accepts.</param>
    /// <param name="progress">Receives (done, total) about once a second when it takes more than two seconds.</param>
    /// <param name="options">How the source is read.</param>
    /// <exception cref="DataSourceException">There is nothing to check, or no order in it; the message says why.</exception>
    public static DataCheck Of(string source, Action<int, int>? progress = null, SourceOptions? options = null)
    {
        var pixels = ReaderTable.Pictures(new DataRequest(source, Size, Colours) { Options = options ?? SourceOptions.Default });
        var report = new SlowReport(progress, pixels.Count);
        var broken = PictureSieve.Broken(pixels, _ => new byte[Colours * Size * Size], report.Done);
        return new DataCheck(pixels.Count, [.. broken.Select(picture => picture.Line())]);
    }
}
