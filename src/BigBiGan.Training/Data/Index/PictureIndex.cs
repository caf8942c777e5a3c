using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace BigBiGan.Training.Data.Index;

/// <summary>
/// Where the pictures of a source lie: a file in the user's cache, mapped into memory, so that a million pictures are there at once and take what is
/// looked at. Records come first, then names, then a head in JSON, its length and a word that says that the file is whole.
/// </summary>
internal sealed unsafe class PictureIndex : IDisposable
{
    /// <summary>Goes up with every change of the format, or of what the same source becomes.</summary>
    public const int Version = 2;

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly IndexHead _head;
    private readonly string _path;
    private readonly byte* _start;

    private PictureIndex(string path, IndexHead head)
    {
        (_path, _head) = (path, head);
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        _view = _file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
    }

    /// <summary>The last eight bytes of an index.</summary>
    private static ReadOnlySpan<byte> End => "BBGINDEX"u8;

    public IReadOnlyList<IndexedFile> Files => _head.Files;

    /// <summary>How each of the files holds its pictures.</summary>
    public IReadOnlyList<PictureStore> Stores => _head.Stores;

    public IReadOnlyList<string> ClassNames => _head.ClassNames;

    /// <summary>What it says of a folder; null of other sources.</summary>
    public IndexedFolder? Folder => _head.Folder;

    /// <summary>SHA-256 of names, lengths and labels, in lower-case hex.</summary>
    public string Identity => _head.Identity;

    public int Count => _head.Count;

    /// <summary>In the order of their labels, and of their names within a label.</summary>
    public ReadOnlySpan<IndexRecord> Records => new(_start, Count);

    /// <summary>Opens an index; null where there is none, or where it is of other files or of another version.</summary>
    /// <param name="files">What the source consists of now.</param>
    public static PictureIndex? TryOpen(string path, IReadOnlyList<IndexedFile> files) => TryOpen(path, known => known.SequenceEqual(files));

    /// <summary>Opens an index; null where there is none, or where it is not of today or of another version.</summary>
    /// <param name="areCurrent">Whether what the source consisted of is still so.</param>
    public static PictureIndex? TryOpen(string path, Func<IReadOnlyList<IndexedFile>, bool> areCurrent) =>
        File.Exists(path) && Head(path) is { Version: Version } head && areCurrent(head.Files) && head.Stores.All(store => store.IsThere())
            ? new PictureIndex(path, head)
            : null;

    /// <summary>The file that a picture lies in, and where in it.</summary>
    public (IndexedFile File, long Position) Locate(IndexRecord record)
    {
        var file = Files[record.File];
        return Folder is null
            ? (file, record.Position)
            : (new IndexedFile(Path.Combine(file.Path, NameOf(record)), record.Length, record.Position), 0);
    }

    /// <summary>Has the index made again at the next start, since a file is no longer what it was.</summary>
    public void Forget()
    {
        try
        {
            File.Delete(_path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // it will be noticed again
        }
    }

    /// <summary>Writes what stands behind an index's records and names.</summary>
    public static void WriteHead(Stream target, IndexHead head) => FileTail.Write(target, head, End);

    /// <summary>What a picture is called in its source.</summary>
    public string NameOf(IndexRecord record) =>
        Encoding.UTF8.GetString(_start + ((long)Count * Marshal.SizeOf<IndexRecord>()) + record.NameAt, record.NameLength);

    /// <summary>Which picture of its file a record is, from 0 on.</summary>
    public int RowOf(IndexRecord record)
    {
        var row = 0;
        foreach (ref readonly var other in Records)
        {
            row += other.File == record.File && other.Position < record.Position ? 1 : 0;
        }

        return row;
    }

    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }

    /// <summary>Null where the file is no whole index.</summary>
    private static IndexHead? Head(string path)
    {
        try
        {
            using var file = File.OpenHandle(path);
            return FileTail.Read<IndexHead>(file, End).Head;
        }
        catch (Exception problem) when (problem is IOException or InvalidDataException or JsonException)
        {
            return null;
        }
    }
}
