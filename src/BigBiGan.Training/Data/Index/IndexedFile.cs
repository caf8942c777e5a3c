using BigBiGan.Training.Data.Images;
using BigBiGan.Training.Errors;

namespace BigBiGan.Training.Data.Index;

/// <summary>A file that holds pictures, as it was when it was indexed.</summary>
/// <param name="Path">Absolute.</param>
/// <param name="Length">In bytes.</param>
/// <param name="Written">When it was last written, in ticks of UTC.</param>
internal sealed record IndexedFile(string Path, long Length, long Written)
{
    /// <exception cref="DataSourceException">There is no such file, or it cannot be looked at.</exception>
    public static IndexedFile Of(string path)
    {
        try
        {
            var (full, file) = (System.IO.Path.GetFullPath(path), TargetFile.Of(path));
            return file.Exists
                ? new IndexedFile(full, file.Length, file.LastWriteTimeUtc.Ticks)
                : throw new DataSourceException($"{path}: no such file.");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new DataSourceException($"{path}: cannot be read: {problem.Message}", problem);
        }
    }
}
