using System.Globalization;
using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using BigBiGan.Dsl.State;
using BigBiGan.Training.Data.Images;
using BigBiGan.Training.Errors;

namespace BigBiGan.Training.Data.Index;

/// <summary>
/// Writes an index. What is found goes to a file at once, and is brought into order at the end: by label, and by name within a label, so that the same
/// pictures have the same order however they are packed.
/// </summary>
internal sealed class PictureIndexBuilder : IDisposable
{
    private readonly IReadOnlyList<IndexedFile> _files;
    private readonly FileStream _found;
    private readonly FileStream _names;
    private readonly Dictionary<string, int> _classes = new(StringComparer.Ordinal);
    private readonly PictureStore[] _stores;
    private readonly Lock _adding = new();
    private string? _unclassed;
    private int _count;
    private long _nameAt;

    /// <param name="path">Where the index will be.</param>
    /// <param name="files">What the source consists of.</param>
    public PictureIndexBuilder(string path, IReadOnlyList<IndexedFile> files)
    {
        (Path, _files, _stores) = (path, files, [.. files.Select(_ => PictureStore.Plain)]);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        _found = Scratch(".found");
        _names = Scratch(".names");
    }

    /// <summary>Where the index will be.</summary>
    public string Path { get; }

    /// <summary>Says how a file holds its pictures, where that is not as files of their own would; for any number of threads.</summary>
    public void Store(int file, PictureStore store) => _stores[file] = store;

    /// <summary>Adds what one file has; for any number of threads.</summary>
    public void Add(int file, IReadOnlyList<FoundPicture> pictures)
    {
        lock (_adding)
        {
            foreach (var picture in pictures)
            {
                if (picture.Class.Length == 0)
                {
                    _unclassed ??= $"{_files[file].Path}: {picture.Name}";
                }

                if (!_classes.TryGetValue(picture.Class, out var label))
                {
                    _classes.Add(picture.Class, label = _classes.Count);
                }

                var name = Encoding.UTF8.GetBytes(picture.Name);
                var record = new IndexRecord(picture.Position, _nameAt, picture.Length, name.Length, label, file);
                _found.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<IndexRecord>(in record)));
                _names.Write(name);
                (_nameAt, _count) = (_nameAt + name.Length, _count + 1);
            }
        }
    }

    /// <summary>The classes of what was added so far, in the order of their labels.</summary>
    public IReadOnlyList<string> ClassNames() => Labels().ClassNames;

    /// <summary>Puts the index in its place.</summary>
    /// <exception cref="DataSourceException">Some pictures have a class, and some have none; or two files name other classes.</exception>
    public void Finish()
    {
        _found.Flush();
        _names.Flush();
        var (labels, classNames) = Labels();
        DurableFile.Write(Path, stream =>
        {
            var target = new BufferedStream(stream, 1 << 20); // of the caller's stream, which stays open
            var identity = _count == 0 ? "" : WriteSorted(target, labels);
            PictureIndex.WriteHead(target, new IndexHead(PictureIndex.Version, _count, _files, _stores, classNames, identity));
            target.Flush();
        });
    }

    public void Dispose()
    {
        _found.Dispose();
        _names.Dispose();
    }

    /// <summary>The labels of the classes in the order in which they were found. Classes that are all numbers are labels themselves.</summary>
    private (int[] Labels, string[] ClassNames) Labels()
    {
        var found = _classes.Keys.ToArray();
        if (_classes.ContainsKey(""))
        {
            return found.Length == 1
                ? ([0], [ImageSet.OneClass])
                : throw new DataSourceException($"{_unclassed} has no class, and others have one; expected a class for each picture, or for none.");
        }

        var named = Array.FindIndex(_stores, store => store.ClassNames is not null);
        if (named >= 0 && Array.FindIndex(_stores, store => store.ClassNames?.SequenceEqual(_stores[named].ClassNames!) == false) is >= 0 and var other)
        {
            throw new DataSourceException(
                $"{_files[other].Path}: names other classes than {_files[named].Path}; expected files of one set. Give each set by itself.");
        }

        var numbers = Array.ConvertAll(found, name => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n < 1_000_000 ? n : -1);
        if (found.Length > 0 && !numbers.Contains(-1))
        {
            if (named >= 0 && numbers.Max() >= _stores[named].ClassNames!.Count)
            {
                throw new DataSourceException(
                    $"{_files[named].Path}: names {_stores[named].ClassNames!.Count} classes, and a file beside it has the label {numbers.Max()}; "
                    + "expected files of one set. Give each set by itself.");
            }

            return (numbers, named >= 0
                ? [.. _stores[named].ClassNames!]
                : [.. Enumerable.Range(0, numbers.Max() + 1).Select(n => n.ToString(CultureInfo.InvariantCulture))]);
        }

        string[] names = [.. found.Order(StringComparer.Ordinal)];
        return (Array.ConvertAll(found, name => Array.BinarySearch(names, name, StringComparer.Ordinal)), names);
    }

    /// <returns>The identity.</returns>
    private unsafe string WriteSorted(Stream target, int[] labels)
    {
        using var found = Map(_found, out var foundView);
        using var names = Map(_names, out var namesView);
        using var firstView = foundView;
        using var secondView = namesView;
        byte* foundStart = null, nameStart = null;
        foundView.SafeMemoryMappedViewHandle.AcquirePointer(ref foundStart);
        namesView.SafeMemoryMappedViewHandle.AcquirePointer(ref nameStart);
        try
        {
            var records = (IndexRecord*)foundStart;
            var order = new int[_count];
            for (var i = 0; i < order.Length; i++)
            {
                order[i] = i;
            }

            Array.Sort(order, (a, b) =>
            {
                ref readonly var x = ref records[a];
                ref readonly var y = ref records[b];
                var compared = labels[x.Label].CompareTo(labels[y.Label]);
                compared = compared != 0 ? compared : Name(x).SequenceCompareTo(Name(y));
                return compared != 0 ? compared : (x.File, x.Position).CompareTo((y.File, y.Position));
            });

            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (var i in order)
            {
                var record = records[i] with { Label = labels[records[i].Label] };
                target.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<IndexRecord>(in record)));
                hash.AppendData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{record.Label} {record.Length} ")));
                hash.AppendData(Name(record));
                hash.AppendData("\n"u8);
            }

            foreach (var store in _stores.Where(store => store.Digest is not null))
            {
                hash.AppendData(Encoding.ASCII.GetBytes($"pixels {store.Digest}\n"));
            }

            _names.Position = 0;
            _names.CopyTo(target);
            return Convert.ToHexStringLower(hash.GetHashAndReset());

            ReadOnlySpan<byte> Name(in IndexRecord record) => new(nameStart + record.NameAt, record.NameLength);
        }
        finally
        {
            foundView.SafeMemoryMappedViewHandle.ReleasePointer();
            namesView.SafeMemoryMappedViewHandle.ReleasePointer();
        }
    }

    private static MemoryMappedFile Map(FileStream file, out MemoryMappedViewAccessor view)
    {
        var map = MemoryMappedFile.CreateFromFile(file, null, 0, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: true);
        view = map.CreateViewAccessor();
        return map;
    }

    private FileStream Scratch(string ending) => new(
        $"{Path}.{Environment.ProcessId}{ending}", FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 20, FileOptions.DeleteOnClose);
}
