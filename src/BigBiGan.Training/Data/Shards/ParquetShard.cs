using System.Globalization;
using BigBiGan.Training.Data.Index;
using ParquetSharp;
using Encoding = System.Text.Encoding;

namespace BigBiGan.Training.Data.Shards;

/// <summary>
/// A table of pictures as the Hugging Face hub writes it: a column <c>image</c> of {bytes, path} and one of labels, whose names stand in the file's metadata.
/// The pictures are written to a file aside: pages of a table are compressed as a whole and hold many pictures, so that to have one at random
/// a page or even a row group would be unpacked each time.
/// </summary>
internal sealed class ParquetShard : IShard
{
    public static readonly ShardKind Kind = new([".parquet"], "Parquet files", "pictures with labels", path => new ParquetShard(path)) { IsNested = true };

    private static readonly string[] ImageColumns = ["image", "img"];
    private static readonly string[] LabelColumns = ["label", "labels", "fine_label"];

    private readonly string _name;
    private readonly ParquetFileReader _file;
    private readonly int _image;
    private readonly int? _path;
    private readonly string[]? _classes;

    /// <exception cref="InvalidDataException">It is no whole Parquet file, or one without pictures.</exception>
    private ParquetShard(string path)
    {
        using var properties = ReaderProperties.GetDefaultReaderProperties();
        properties.EnableBufferedStream(); // else each column of a row group is read whole
        _name = Path.GetFileNameWithoutExtension(path);
        _file = new ParquetFileReader(path, properties);
        try
        {
            var schema = _file.FileMetaData.Schema;
            var columns = Enumerable.Range(0, schema.NumColumns).ToDictionary(i => schema.Column(i).Path.ToDotString(), i => i, StringComparer.Ordinal);
            _image = Array.Find([.. ImageColumns.SelectMany(name => new[] { $"{name}.bytes", name })], columns.ContainsKey) is { } image
                && schema.Column(columns[image]) is { PhysicalType: PhysicalType.ByteArray, MaxRepetitionLevel: 0 }
                ? columns[image]
                : throw new InvalidDataException(
                    $"its columns are {string.Join(", ", columns.Keys)}; "
                    + "expected pictures in image.bytes or img.bytes, one a row, as the Hugging Face hub writes them");
            _path = columns.TryGetValue($"{image.Split('.')[0]}.path", out var at) ? at : null;
            var label = Array.Find(LabelColumns, columns.ContainsKey);
            var names = label is null ? null : HubFeatures.ClassNames(_file.FileMetaData.KeyValueMetadata, label);
            _classes = label is null ? null : Classes(columns[label]);
            if (label is not null && HasLabels())
            {
                CheckLabels(label, names);
            }

            Facts = HasLabels() ? new ShardFacts(checked((int)_file.FileMetaData.NumRows), Aside(), null, names) : new ShardFacts(0, null, null, names);
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    public ShardFacts Facts { get; }

    public IEnumerable<FoundPicture> Pictures(Stream aside)
    {
        var (row, position, bare) = (0, 0L, 0);
        for (var number = 0; number < _file.FileMetaData.NumRowGroups && Facts.Count > 0; number++)
        {
            using var group = _file.RowGroup(number);
            using var images = new ParquetCursor<ByteArray>(group, _image);
            using var paths = _path is { } column ? new ParquetCursor<ByteArray>(group, column) : null;
            for (var i = group.MetaData.NumRows; i > 0; i--, row++)
            {
                var length = Copy(images.Next(), aside);
                var name = Text(paths?.Next()) is { Length: > 0 } path
                    ? Path.ChangeExtension(path, null)
                    : string.Create(CultureInfo.InvariantCulture, $"{_name}/{row:000000000}");
                bare += length == 0 ? 1 : 0;
                yield return new FoundPicture(name, _classes?[row] ?? "", position, length);
                position += Math.Max(length, 1);
            }
        }

        if (row > 0 && bare == row)
        {
            throw new InvalidDataException("it has the paths of pictures and not their bytes; expected both. Write it with its files embedded");
        }
    }

    public void Dispose() => _file.Dispose();

    /// <summary>The hub's sets have the label -1 in the split that nobody may see the labels of.</summary>
    private bool HasLabels() => _classes is null || _classes.Length == 0 || Array.Exists(_classes, name => name.Length > 0);

    /// <summary>The class of each row; empty where it has none.</summary>
    private string[] Classes(int column)
    {
        var classes = new List<string>();
        var known = new Dictionary<long, string>();
        for (var number = 0; number < _file.FileMetaData.NumRowGroups; number++)
        {
            using var group = _file.RowGroup(number);
            switch (_file.FileMetaData.Schema.Column(column))
            {
                case { MaxRepetitionLevel: > 0 }:
                    throw Unread(column);
                case { PhysicalType: PhysicalType.Int64 }:
                    Add<long>(group, value => value);
                    break;
                case { PhysicalType: PhysicalType.Int32 }:
                    Add<int>(group, value => value);
                    break;
                case { PhysicalType: PhysicalType.ByteArray }:
                    using (var texts = new ParquetCursor<ByteArray>(group, column))
                    {
                        for (var i = group.MetaData.NumRows; i > 0; i--)
                        {
                            classes.Add(string.Intern(Text(texts.Next()) ?? ""));
                        }
                    }

                    break;
                default:
                    throw Unread(column);
            }
        }

        return [.. classes];

        void Add<T>(RowGroupReader group, Func<T, long> number)
            where T : unmanaged
        {
            using var labels = new ParquetCursor<T>(group, column);
            for (var i = group.MetaData.NumRows; i > 0; i--)
            {
                var label = labels.Next() is { } value ? number(value) : -1;
                if (!known.TryGetValue(label, out var name))
                {
                    known.Add(label, name = label < 0 ? "" : label.ToString(CultureInfo.InvariantCulture));
                }

                classes.Add(name);
            }
        }
    }

    private InvalidDataException Unread(int column) => new(
        $"its column {_file.FileMetaData.Schema.Column(column).Path.ToDotString()} is of another kind; expected a whole number or a text in each row");

    private void CheckLabels(string label, IReadOnlyList<string>? names)
    {
        for (var row = 0; row < _classes!.Length; row++)
        {
            var found = _classes[row];
            if (found.Length == 0 || (names is not null && !(int.TryParse(found, CultureInfo.InvariantCulture, out var number) && number < names.Count)))
            {
                throw new InvalidDataException(
                    $"row {row} has {(found.Length == 0 ? "no label" : $"the {label} {found}")}; expected "
                    + (names is null ? "one in each row" : $"0 to {names.Count - 1}, whose names stand in the file"));
            }
        }
    }

    /// <summary>What the pictures take when they are unpacked, as the file says.</summary>
    private long Aside()
    {
        long bytes = 0;
        for (var number = 0; number < _file.FileMetaData.NumRowGroups; number++)
        {
            using var group = _file.RowGroup(number);
            using var chunk = group.MetaData.GetColumnChunkMetaData(_image);
            bytes += chunk.TotalUncompressedSize;
        }

        return bytes;
    }

    private static unsafe int Copy(ByteArray? picture, Stream aside)
    {
        if (picture is not { Length: > 0 } bytes)
        {
            aside.WriteByte(0); // no two pictures lie at one place
            return 0;
        }

        aside.Write(new ReadOnlySpan<byte>((void*)bytes.Pointer, bytes.Length));
        return bytes.Length;
    }

    private static unsafe string? Text(ByteArray? value) =>
        value is { } bytes ? Encoding.UTF8.GetString((byte*)bytes.Pointer, bytes.Length) : null;
}
