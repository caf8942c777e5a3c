using BigBiGan.Training.Errors;

namespace BigBiGan.Training.Data.Shards;

/// <summary>
/// The files of a kind in a folder: those that lie in it; else, of a kind that is published in folders, those of its folders that are called after splits,
/// or those of its only folder with such files (<c>data/train-00000-of-00002.parquet</c>, <c>default/train/0000.parquet</c>).
/// </summary>
internal static class ShardFolder
{
    /// <summary>Names of files alone decide. It looks into no more than a few folders: those of pictures may have a thousand.</summary>
    public static bool Has(string folder, ShardKind kind) => kind.IsNested
        ? Find(folder, kind).Count > 0
        : In(folder, kind).Any() && !Directory.EnumerateDirectories(folder).Any();

    /// <summary>In ordinal order.</summary>
    /// <exception cref="DataSourceException">Several folders have such files, and are no splits of one set.</exception>
    public static IReadOnlyList<string> Files(string folder, ShardKind kind)
    {
        if (!kind.IsNested)
        {
            return [.. In(folder, kind).Order(StringComparer.Ordinal)];
        }

        var found = Find(folder, kind);
        return found.Count == 1
            ? [.. found[0].Order(StringComparer.Ordinal)]
            : throw new DataSourceException(
                $"{folder}: {kind.Plural} of {found.Count} sets, in {string.Join(", ", found.Select(files => Path.GetDirectoryName(files[0])))}; "
                + "expected one set. Give the folder of one.");
    }

    /// <returns>The files of each set, of which there should be one.</returns>
    private static List<string[]> Find(string folder, ShardKind kind)
    {
        string[] here = [.. In(folder, kind)];
        if (here.Length > 0)
        {
            return [here];
        }

        const int Most = 16;
        string[] folders = [.. Directory.EnumerateDirectories(folder).Where(path => !Path.GetFileName(path).StartsWith('.')).Take(Most + 1)];
        if (folders.Length > Most)
        {
            return [];
        }

        string[] splits = [.. folders.Where(path => ShardNames.IsSplit(Path.GetFileName(path))).SelectMany(path => In(path, kind))];
        return splits.Length > 0 ? [splits] : [.. folders.SelectMany(path => Find(path, kind))];
    }

    private static IEnumerable<string> In(string folder, ShardKind kind) => Directory.EnumerateFiles(folder).Where(kind.Has);
}
