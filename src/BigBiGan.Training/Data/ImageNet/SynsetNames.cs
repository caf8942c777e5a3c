using BigBiGan.Training.Errors;

namespace BigBiGan.Training.Data.ImageNet;

/// <summary>What ImageNet's classes are called, from LOC_synset_mapping.txt (<c>n01440764 tench, Tinca tinca</c>) where it lies with the pictures.</summary>
internal static class SynsetNames
{
    private const string Mapping = "LOC_synset_mapping.txt";

    /// <summary>Kaggle's archive has the pictures three folders below the mapping.</summary>
    private const int Above = 3;

    /// <summary>The classes with their names: <c>tench</c> for <c>n01440764</c>. As they are where there is no mapping, or none of a class.</summary>
    /// <param name="source">The source's path.</param>
    /// <exception cref="DataSourceException">The mapping cannot be read.</exception>
    public static IReadOnlyList<string> Of(string source, IReadOnlyList<string> classNames)
    {
        if (Find(source) is not { } path)
        {
            return classNames;
        }

        try
        {
            var names = File.ReadLines(path)
                .Select(line => line.Trim().Split(' ', 2)).Where(words => words.Length == 2)
                .ToLookup(words => words[0], words => words[1]);
            return [.. classNames.Select(name => names[name].FirstOrDefault()?.Split(',')[0] is { } called ? $"{called} ({name})" : name)];
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new DataSourceException($"{path}: cannot be read: {problem.Message}", problem);
        }
    }

    private static string? Find(string source)
    {
        var folder = Directory.Exists(source) ? Path.GetFullPath(source) : Path.GetDirectoryName(Path.GetFullPath(source));
        for (var i = 0; i <= Above && folder is not null; i++, folder = Path.GetDirectoryName(folder))
        {
            if (Path.Combine(folder, Mapping) is var path && File.Exists(path))
            {
                return path;
            }
        }

        return null;
    }
}
