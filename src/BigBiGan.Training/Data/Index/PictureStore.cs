using BigBiGan.Training.Data.Images;

namespace BigBiGan.Training.Data.Index;

/// <summary>How a file of a source holds its pictures.</summary>
/// <param name="Aside">The path of a file with the bytes of all of them, one after the other; null where each can be had where it lies.</param>
/// <param name="AsideLength">Of that file, in bytes.</param>
/// <param name="Layout">Of pictures that are plain pixels; null of those that a decoder reads.</param>
/// <param name="ClassNames">In the order of their labels; null where the file names none.</param>
/// <param name="Digest">SHA-256 of a sample of the pictures, in lower-case hex; null where names and lengths tell pictures apart.</param>
internal sealed record PictureStore(string? Aside, long AsideLength, PixelLayout? Layout, IReadOnlyList<string>? ClassNames, string? Digest)
{
    /// <summary>Of a file whose pictures lie in it as files of their own would.</summary>
    public static readonly PictureStore Plain = new(null, 0, null, null, null);

    /// <summary>Whether all that an index needs is still there.</summary>
    public bool IsThere() => Aside is null || (File.Exists(Aside) && new FileInfo(Aside).Length == AsideLength);
}
