using BigBiGan.Training.Data.Images;
using BigBiGan.Training.Errors;

namespace BigBiGan.Training.Data.Folders;

/// <summary>A folder as it lies on disk, read once: its pictures, what else is there, and the folders in it, all in ordinal order.</summary>
/// <param name="Pictures">Paths.</param>
/// <param name="Others">Endings of the files that are no pictures, each with its dot, one per file.</param>
/// <param name="Written">When the folder was last written, in ticks of UTC: a file that comes, goes or gets another name changes it.</param>
internal sealed record PictureTree(
    string Path, IReadOnlyList<string> Pictures, IReadOnlyList<string> Others, IReadOnlyList<PictureTree> Folders, long Written)
{
    /// <summary>What systems and tools put beside people's files; hidden files and folders are passed over too.</summary>
    private static readonly string[] Litter = ["__MACOSX", "@eaDir", "lost+found", "$RECYCLE.BIN", "System Volume Information", "Thumbs.db", "desktop.ini"];

    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>Pictures in it and below.</summary>
    public int Count { get; } = Pictures.Count + Folders.Sum(folder => folder.Count);

    /// <summary>Nothing in it, and nothing in what is in it.</summary>
    public bool IsEmpty => Pictures.Count + Others.Count == 0 && Folders.All(folder => folder.IsEmpty);

    /// <summary>The pictures in it and below: its own, then those of one folder after the other.</summary>
    public IEnumerable<string> AllPictures => Pictures.Concat(Folders.SelectMany(folder => folder.AllPictures));

    /// <summary>It and all folders below.</summary>
    public IEnumerable<PictureTree> AllFolders => Folders.SelectMany(folder => folder.AllFolders).Prepend(this);

    public IEnumerable<string> AllOthers => Others.Concat(Folders.SelectMany(folder => folder.AllOthers));

    /// <exception cref="DataSourceException">A folder cannot be read.</exception>
    public static PictureTree Read(string path)
    {
        try
        {
            return Read(path, [Real(path)]);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new DataSourceException($"{path}: the folder cannot be read: {problem.Message}", problem);
        }
    }

    /// <summary><c>1 image</c>, <c>2 images</c></summary>
    public static string Images(int count) => count == 1 ? "1 image" : $"{count} images";

    /// <summary><c>3 .txt, 1 .csv</c></summary>
    public static string Counted(IEnumerable<string> endings) =>
        string.Join(", ", endings.GroupBy(e => e)
            .OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => $"{g.Count()} {g.Key}"));

    /// <summary>When a folder, or what a link leads to, was last written, in ticks of UTC.</summary>
    public static long WrittenAt(string path) =>
        ((Directory.ResolveLinkTarget(path, returnFinalTarget: true) as DirectoryInfo) ?? new DirectoryInfo(path)).LastWriteTimeUtc.Ticks;

    /// <param name="above">The folders on the way here, so that a link to one of them ends.</param>
    private static PictureTree Read(string path, string[] above)
    {
        var written = WrittenAt(path); // before it is read: what changes meanwhile is noticed later
        var files = Directory.EnumerateFiles(path).Where(IsSeen).Order(StringComparer.Ordinal).ToLookup(file => ImageFile.Endings.Contains(Ending(file)));
        var folders = new List<PictureTree>();
        foreach (var folder in Directory.EnumerateDirectories(path).Where(IsSeen).Order(StringComparer.Ordinal))
        {
            if (!Directory.Exists(folder))
            {
                throw new DataSourceException($"{folder}: the folder's name is not UTF-8, so that it cannot be opened; rename it");
            }

            var real = Real(folder);
            if (!above.Contains(real))
            {
                folders.Add(Read(folder, [.. above, real]));
            }
        }

        return new PictureTree(path, [.. files[true]], [.. files[false].Select(Ending)], folders, written);
    }

    private static string Real(string folder) => Directory.ResolveLinkTarget(folder, returnFinalTarget: true)?.FullName ?? System.IO.Path.GetFullPath(folder);

    private static bool IsSeen(string path) =>
        System.IO.Path.GetFileName(path) is var name && !name.StartsWith('.') && !Litter.Contains(name, StringComparer.OrdinalIgnoreCase);

    private static string Ending(string path) => System.IO.Path.GetExtension(path) is { Length: > 0 } ending ? ending.ToLowerInvariant() : "without ending";
}
