using BigBiGan.Training.Data.Images;
using BigBiGan.Training.Errors;

namespace BigBiGan.Training.Data.Shards;

/// <summary>
/// The files of a kind in a folder: those that lie in it; else, of a kind that is published in folders, those of its folders that are called after splits,
/// or those of its only folder with such files (<c>data/train-00000-of-00002.parquet</c>, <c>default/train/0000.parquet</c>).
/// </summary>
internal static class ShardFolder
{
    /// <summary>Folders that are looked into: those of classes of pictures may be a thousand.</summary>
    private const int MostFolders = 16;

    /// <summary>Folders below each other that are looked into.</summary>
    private const int Deepest = 2;

    /// <summary>Names of files alone decide.</summary>
    public static bool Has(string folder, ShardKind kind) => kind.IsNested
        ? Find(folder, kind, Deepest).Count > 0
        : In(folder, kind).Any() && !Directory.EnumerateDirectories(folder).Any() && !Directory.EnumerateFiles(folder).Any(IsPicture);

    /// <summary>In ordinal order.</summary>
    /// <exception cref="DataSourceException">Several folders have such files, and are no splits of one set.</exception>
    public static IReadOnlyList<string> Files(string folder, ShardKind kind)
    {
        if (!kind.IsNested)
        {
            return [.. In(folder, kind).Order(StringComparer.Ordinal)];
        }

        var found = Find(folder, kind, Deepest);
        return found.Count == 1
            ? [.. found[0].Order(StringComparer.Ordinal)]
            : throw new DataSourceException(
                $"{folder}: {kind.Plural} of {found.Count} sets, in {string.Join(", ", found.Select(files => Path.GetDirectoryName(files[0])))}; "
                + "expected one set. Give the folder of one.");
    }

    /// <returns>The files of each set, of which there should be one.</returns>
    private static List<string[]> Find(string folder, ShardKind kind, int deeper)
    {
        string[] here = [.. In(folder, kind)];
        if (here.Length > 0)
        {
            return [here];
        }

        string[] folders = deeper == 0
            ? []
            : [.. Folders(folder).Take(MostFolders + 1)];
        if (folders.Length > MostFolders)
        {
            return [];
        }

        string[] splits = [.. folders.Where(path => ShardNames.IsSplit(Path.GetFileName(path))).SelectMany(path => In(path, kind))];
        return splits.Length > 0 ? [splits] : [.. folders.SelectMany(path => Find(path, kind, deeper - 1))];
    }

    private static IEnumerable<string> In(string folder, ShardKind kind)
    {
        try
        {
            return [.. Directory.EnumerateFiles(folder).Where(kind.Has)];
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return []; // whoever reads the folder as one of pictures says so
        }
    }

    private static IEnumerable<string> Folders(string folder) =>
        Directory.EnumerateDirectories(folder).Where(below => !Path.GetFileName(below).StartsWith('.') && Directory.Exists(below));

    private static bool IsPicture(string path) => ImageFile.Endings.Contains(Path.GetExtension(path).ToLowerInvariant());
}
