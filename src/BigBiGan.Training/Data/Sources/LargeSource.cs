using BigBiGan.Training.Text;

namespace BigBiGan.Training.Data.Sources;

/// <summary>Sources whose pictures are decoded when they are asked for, and not at the start.</summary>
internal static class LargeSource
{
    /// <summary>
    /// Bytes of pixels from which on a source is large. That follows from the pictures' number and size alone, whatever memory a machine has, as the
    /// identity of the images is another then.
    /// </summary>
    private const long MostInMemory = 1L << 28;

    /// <summary>Goes up with every change of what the same files become at the same size.</summary>
    private const int Version = 1;

    /// <param name="images">Of both splits.</param>
    public static bool IsLarge(long images, DataRequest asked) => images * asked.Colours * asked.Size * asked.Size > MostInMemory;

    /// <summary>The identity of a split, from that of the files in which its pictures lie.</summary>
    /// <param name="files">A hash of names, lengths and labels.</param>
    public static string Identity(string files, string split, DataRequest asked) =>
        TextHash.Of($"files {Version} {files} {split} {asked.Colours} {asked.Size}");
}
