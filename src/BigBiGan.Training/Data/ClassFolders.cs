namespace BigBiGan.Training.Data;

/// <summary>The pictures of a folder of class folders, both in ordinal order.</summary>
/// <param name="Files">Per class, at least one path.</param>
internal sealed record ClassFolders(IReadOnlyList<string> ClassNames, IReadOnlyList<IReadOnlyList<string>> Files)
{
    /// <summary>The names of the folders in a folder, but for hidden ones.</summary>
    public static string[] NamesIn(string folder) =>
        [.. Directory.EnumerateDirectories(folder).Select(d => Path.GetFileName(d)).Where(n => !n.StartsWith('.')).Order(StringComparer.Ordinal)];

    /// <exception cref="DataSourceException">No class folders, or one without pictures.</exception>
    public static ClassFolders Scan(string folder)
    {
        var names = NamesIn(folder);
        if (names.Length == 0)
        {
            var loose = Pictures(folder).Length;
            var found = loose > 0 ? $"{loose} images and no class folders" : "neither class folders nor images";
            throw new DataSourceException($"{folder}: expected {folder}/CLASS/*.png, .jpg or .jpeg; found {found}. Put the images of each class into a folder of its own (one is enough).");
        }

        string[][] files = [.. names.Select(name => Pictures(Path.Combine(folder, name)))];
        var empty = Array.FindIndex(files, f => f.Length == 0);
        return empty < 0
            ? new ClassFolders(names, files)
            : throw new DataSourceException($"{Path.Combine(folder, names[empty])}: expected .png, .jpg or .jpeg files in this class folder; found none. Add images or remove the folder.");
    }

    /// <summary>The files in class order with their labels.</summary>
    public IEnumerable<(string Path, int Label)> Labelled() =>
        Files.SelectMany((paths, label) => paths.Select(path => (path, label)));

    /// <summary>Keeps every tenth image of each class for the test, and the last one of a class of 2 to 9.</summary>
    /// <exception cref="DataSourceException">A class has one image only.</exception>
    public (ClassFolders Train, ClassFolders Test) HoldOut()
    {
        var lonely = ClassNames.Zip(Files).FirstOrDefault(c => c.Second.Count < 2);
        if (lonely.First is not null)
        {
            throw new DataSourceException($"{lonely.Second[0]}: the only image of class `{lonely.First}`; expected at least 2, as one is kept for the test. Add images, or train/ and test/ folders.");
        }

        return (this with { Files = [.. Files.Select(f => Part(f, held: false))] }, this with { Files = [.. Files.Select(f => Part(f, held: true))] });

        static string[] Part(IReadOnlyList<string> files, bool held) =>
            [.. files.Where((_, i) => (i % 10 == 9 || (files.Count < 10 && i == files.Count - 1)) == held)];
    }

    private static string[] Pictures(string folder) =>
        [.. Directory.EnumerateFiles(folder).Where(IsPicture).Order(StringComparer.Ordinal)];

    private static bool IsPicture(string path) =>
        !Path.GetFileName(path).StartsWith('.') && ImageFile.Endings.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);
}
