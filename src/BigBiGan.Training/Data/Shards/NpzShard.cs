using System.Globalization;
using System.IO.Compression;
using BigBiGan.Training.Data.Images;
using BigBiGan.Training.Data.Index;

namespace BigBiGan.Training.Data.Shards;

/// <summary>
/// Arrays of pixels and of labels as <c>numpy.savez</c> writes them: a zip archive, whose members are mostly stored as they are, so that any picture can be had
/// where it lies. The pictures of a compressed one are written to a file aside.
/// </summary>
internal sealed class NpzShard : IShard
{
    public static readonly ShardKind Kind = new([".npz"], "NPZ files", "pictures", path => new NpzShard(path));

    /// <summary>Names of the arrays of pixels and of labels, and the first class's label: NumPy's own names are those of guided-diffusion (OpenAI).</summary>
    private static readonly (string Pixels, string Labels, int From)[] Names =
    [
        ("images", "labels", 0), ("imgs", "labels", 0), ("arr_0", "arr_1", 0),
        ("data", "labels", 1), // the downsampled ImageNet (Chrabaszcz et al., 2017)
    ];

    private readonly string _name;
    private readonly FileStream _file;
    private readonly ZipArchive _archive;
    private readonly ZipArchiveEntry _pixels;
    private readonly NpyHeader _header;
    private readonly long? _start;
    private readonly string[]? _classes;

    /// <exception cref="InvalidDataException">It is no whole archive, or one without pictures.</exception>
    private NpzShard(string path)
    {
        _name = Path.GetFileNameWithoutExtension(path);
        _file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        try
        {
            _archive = new ZipArchive(_file, ZipArchiveMode.Read, leaveOpen: true);
            var found = Array.Find(Names, names => _archive.GetEntry($"{names.Pixels}.npy") is not null);
            _pixels = found.Pixels is null
                ? throw new InvalidDataException(
                    $"its arrays are {string.Join(", ", _archive.Entries.Select(entry => Path.ChangeExtension(entry.FullName, null)))}; "
                    + "expected images and labels, arr_0 and arr_1, or data and labels")
                : _archive.GetEntry($"{found.Pixels}.npy")!;
            _header = Header(out _start);
            var layout = _header.Type == "|u1"
                ? Layout(found.Pixels)
                : throw new InvalidDataException($"{found.Pixels} is of `{_header.Type}`; expected uint8, 0 to 255");
            if (_archive.GetEntry($"{found.Labels}.npy") is { } labels)
            {
                _classes = ArrayLabels.Names(found.Labels, Labels(labels, found.Labels), _header.Shape[0], found.From);
            }

            Facts = new ShardFacts(checked((int)_header.Shape[0]), _start is null ? _header.Count : null, layout, null);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public ShardFacts Facts { get; }

    public IEnumerable<FoundPicture> Pictures(Stream aside)
    {
        if (_start is null)
        {
            using var data = _pixels.Open();
            _ = NpyHeader.Read(data);
            data.CopyTo(aside);
        }

        var length = Facts.Layout!.Length;
        for (var i = 0; i < Facts.Count; i++)
        {
            yield return new FoundPicture(
                string.Create(CultureInfo.InvariantCulture, $"{_name}/{i:000000000}"), _classes?[i] ?? "", (_start ?? 0) + ((long)i * length), length);
        }
    }

    public void Dispose()
    {
        _archive?.Dispose();
        _file.Dispose();
    }

    /// <param name="start">Where the first value stands in the file; null where it is compressed.</param>
    private NpyHeader Header(out long? start)
    {
        using var data = _pixels.Open();
        var header = NpyHeader.Read(data);
        start = null;
        if (_pixels.CompressedLength != _pixels.Length)
        {
            return header;
        }

        // a member that is stored as it is is read through the file, which then stands behind its header
        var (at, magic) = (_file.Position, new byte[NpyHeader.Magic.Length]);
        _file.Position = at - header.Length;
        _file.ReadExactly(magic);
        start = magic.AsSpan().SequenceEqual(NpyHeader.Magic) ? at : null;
        return header;
    }

    private PixelLayout Layout(string array)
    {
        try
        {
            var layout = PixelLayout.Of(_header.Shape);
            return _pixels.Length - _header.Length == _header.Count
                ? layout
                : throw new InvalidDataException($"has {_pixels.Length - _header.Length} bytes; expected {_header.Count}, as its header says");
        }
        catch (InvalidDataException problem)
        {
            throw new InvalidDataException($"{array} {problem.Message}", problem);
        }
    }

    private static long[] Labels(ZipArchiveEntry entry, string array)
    {
        using var data = entry.Open();
        var header = NpyHeader.Read(data);
        if (header is not { Type: [_, 'i' or 'u', '1' or '2' or '4' or '8'], Shape: [_] or [_, 1] } || header.Type[0] == '>')
        {
            throw new InvalidDataException(
                $"{array} is of `{header.Type}` in {header.Shape.Length} dimensions; expected a whole number for each picture, of int64 or another such type");
        }

        var width = header.Type[2] - '0';
        var values = new byte[checked(header.Count * width)];
        data.ReadExactly(values);
        return ArrayLabels.Numbers(values, width, header.Type[1] == 'i');
    }
}
