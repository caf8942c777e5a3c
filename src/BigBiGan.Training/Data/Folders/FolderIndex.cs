using System.Runtime.InteropServices;
using System.Text;
using BigBiGan.Dsl.State;
using BigBiGan.Training.Data.Index;
using BigBiGan.Training.Errors;
using BigBiGan.Training.Text;

namespace BigBiGan.Training.Data.Folders;

/// <summary>
/// The index of a large folder, so that the next start neither lists it nor looks at its files: it is good as long as no folder in it was written, and a
/// file that changed in its place is noticed when it is read.
/// </summary>
internal static class FolderIndex
{
    /// <summary>Opens the index of a folder; null where there is none of today.</summary>
    /// <param name="labels">The file with the classes of test pictures, which the index depends on as well.</param>
    public static PictureIndex? TryOpen(string folder, string? labels) =>
        IndexPlace.Paths(Key(folder, labels))
            .Select(path => PictureIndex.TryOpen(path, known => known.All(IsCurrent)))
            .FirstOrDefault(index => index is not null);

    /// <summary>Looks at every file, and writes the index.</summary>
    /// <exception cref="DataSourceException">A file is gone since the folder was read.</exception>
    public static PictureIndex Make(FolderLayout layout, string folder, string? labels, Action<int, int>? progress)
    {
        var (train, test) = (new PictureListing(layout.Train, folder), new PictureListing(layout.Test, folder));
        var report = new SlowReport(progress, train.Paths.Length + test.Paths.Length);
        var (trained, tested) = (train.Look(report.Done), test.Look(report.Done));
        var files = new List<IndexedFile>(layout.Tree.AllFolders.Select(tree => new IndexedFile(Path.GetFullPath(tree.Path), 0, tree.Written)));
        var places = files.Index().ToDictionary(at => at.Item.Path, at => at.Index, StringComparer.Ordinal);
        if (labels is not null)
        {
            files.Add(IndexedFile.Of(labels));
        }

        var head = new IndexHead(
            PictureIndex.Version, trained.Length + tested.Length, files, [.. files.Select(_ => PictureStore.Plain)], layout.Train.ClassNames,
            train.Identity(trained), new IndexedFolder(trained.Length, test.Identity(tested), layout.Told, layout.LeftOut));
        var path = IndexPlace.First(IndexPlace.Paths(Key(folder, labels)), path =>
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            DurableFile.Write(path, stream =>
                Write(new BufferedStream(stream, 1 << 20), [.. trained, .. tested], [.. train.Labels, .. test.Labels], places, head));
            return path;
        });
        return PictureIndex.TryOpen(path, _ => true)!;
    }

    private static string Key(string folder, string? labels) => $"folder\n{Path.GetFullPath(folder)}\n{(labels is null ? "" : Path.GetFullPath(labels))}";

    private static bool IsCurrent(IndexedFile known)
    {
        try
        {
            return Directory.Exists(known.Path)
                ? PictureTree.WrittenAt(known.Path) == known.Written
                : File.Exists(known.Path) && IndexedFile.Of(known.Path) == known;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or DataSourceException)
        {
            return false;
        }
    }

    private static void Write(BufferedStream target, IndexedFile[] pictures, int[] labels, Dictionary<string, int> places, IndexHead head)
    {
        var names = Array.ConvertAll(pictures, picture => Encoding.UTF8.GetBytes(Path.GetFileName(picture.Path)));
        var nameAt = 0L;
        for (var i = 0; i < pictures.Length; i++)
        {
            var (place, length) = (places[Path.GetDirectoryName(pictures[i].Path)!], checked((int)pictures[i].Length));
            var record = new IndexRecord(pictures[i].Written, nameAt, length, names[i].Length, labels[i], place);
            target.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<IndexRecord>(in record)));
            nameAt += names[i].Length;
        }

        foreach (var name in names)
        {
            target.Write(name);
        }

        PictureIndex.WriteHead(target, head);
        target.Flush();
    }
}
