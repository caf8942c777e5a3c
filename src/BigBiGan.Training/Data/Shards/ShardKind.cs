using BigBiGan.Training.Data.Images;
using BigBiGan.Training.Errors;

namespace BigBiGan.Training.Data.Shards;

/// <summary>A form of files with pictures in them.</summary>
/// <param name="Endings">Of the files' names, in lower case.</param>
/// <param name="Plural">What several of them are called.</param>
/// <param name="Wanted">What there should be in one.</param>
/// <param name="Opens">Opens one.</param>
internal sealed record ShardKind(string[] Endings, string Plural, string Wanted, Func<string, IShard> Opens)
{
    /// <summary>Bytes by which a file that is something else is told.</summary>
    private const int HeadBytes = 256;

    /// <summary>Folders that sets are published in, of which each may hold the files of a split.</summary>
    public bool IsNested { get; init; }

    public bool Has(string path) =>
        Endings.Contains(Path.GetExtension(path).ToLowerInvariant()) && !Path.GetFileName(path).StartsWith('.');

    /// <exception cref="DataSourceException">It is no such file, or is damaged.</exception>
    public IShard Open(string path) => Guarded(path, () =>
    {
        CheckHead(path);
        return Opens(path);
    });

    /// <summary>Does something with a file; whatever is wrong with it is said in a line that names it.</summary>
    /// <param name="aside">A file that its pictures are written to; null where they are not.</param>
    public static T Guarded<T>(string path, Func<T> action, string? aside = null)
    {
        try
        {
            return action();
        }
        catch (Exception problem) when (problem is InvalidDataException or EndOfStreamException)
        {
            throw new DataSourceException($"{path}: {problem.Message.TrimEnd('.')}. Mend the file, or fetch it again.", problem);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            var what = aside is null ? "cannot be read" : $"cannot be read, or its pictures cannot be written to {aside}";
            throw new DataSourceException($"{path}: {what}: {problem.Message}", problem);
        }
        catch (Exception problem) when (problem is not (DataSourceException or OutOfMemoryException))
        {
            // what libraries throw at damaged files has no type in common
            throw new DataSourceException($"{path}: damaged: {problem.Message.ReplaceLineEndings(" ").TrimEnd('.')}. Fetch the file again.", problem);
        }
    }

    private static void CheckHead(string path)
    {
        using var file = File.OpenRead(path);
        var head = new byte[HeadBytes];
        var read = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        if (ForeignFile.Words(head.AsSpan(0, read)) is { } words)
        {
            throw new DataSourceException($"{path}: {words}.");
        }
    }
}
