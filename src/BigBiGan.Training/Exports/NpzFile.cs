using System.IO.Compression;
using BigBiGan.Dsl.State;

namespace BigBiGan.Training.Exports;

/// <summary>Named arrays as <c>numpy.load</c> reads them: a zip archive of NPY files, here without compression.</summary>
internal static class NpzFile
{
    /// <summary>The same arrays give the same bytes.</summary>
    private static readonly DateTimeOffset Time = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <param name="comment">Of the archive, which NumPy does not read: where the arrays come from, as JSON.</param>
    public static void Write(string path, IEnumerable<(string Name, NpyArray Array)> arrays, string comment) => DurableFile.Write(path, stream =>
    {
        using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        archive.Comment = comment;
        foreach (var (name, array) in arrays)
        {
            var entry = archive.CreateEntry($"{name}.npy", CompressionLevel.NoCompression);
            entry.LastWriteTime = Time;
            using var data = entry.Open();
            array.Write(data);
        }
    });

    /// <summary>The arrays' names.</summary>
    /// <exception cref="InvalidDataException">It is not a zip archive.</exception>
    public static string[] Names(string path)
    {
        using var archive = ZipFile.OpenRead(path);
        return [.. archive.Entries.Select(entry => entry.FullName).Where(name => name.EndsWith(".npy", StringComparison.Ordinal)).Select(name => name[..^4])];
    }

    /// <inheritdoc cref="NpyArray.ReadNumbers"/>
    public static (double[] Values, long[] Shape) Read(string path, string name)
    {
        using var archive = ZipFile.OpenRead(path);
        using var data = archive.GetEntry($"{name}.npy")!.Open();
        return NpyArray.ReadNumbers(data);
    }
}
