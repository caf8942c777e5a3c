using System.Globalization;
using BigBiGan.Training.Data.Images;
using BigBiGan.Training.Data.Index;
using PureHDF;
using PureHDF.Filters;
using PureHDF.Selections;
using PureHDF.VOL.Native;

namespace BigBiGan.Training.Data.Shards;

/// <summary>
/// An HDF5 file as BigGAN-PyTorch's make_hdf5.py writes it: <c>imgs</c>, uint8 [N, 3, H, W] in chunks of whole pictures, and <c>labels</c>. Pictures of chunks
/// that are stored as they are are read where they lie; those of compressed chunks are written to a file aside.
/// </summary>
internal sealed class Hdf5Shard : IShard
{
    public static readonly ShardKind Kind = new([".hdf5", ".h5"], "HDF5 files", "pictures", path => new Hdf5Shard(path));

    private const string LabelsName = "labels";

    /// <summary>Bytes that are unpacked at once, at most, where a chunk has fewer.</summary>
    private const int Block = 1 << 26;

    private static readonly string[] PixelNames = ["imgs", "images"];

    private readonly string _name;
    private readonly ReadLog _log;
    private readonly FileStream _stream;
    private readonly NativeFile _file;
    private readonly NativeDataset _pixels;
    private readonly string[]? _classes;

    /// <summary>Keeps the chunks of a run, where each has a part of its pictures: else each would be unpacked for each picture.</summary>
    private readonly H5DatasetAccess _unpacked = new(ChunkCache: new SimpleReadingChunkCache(chunkSlotCount: 4096, byteCount: 2 * (ulong)Block));

    /// <summary>Where each run of pictures begins; null where they are compressed.</summary>
    private readonly long[]? _starts;

    /// <summary>Pictures of a run.</summary>
    private readonly int _run;

    static Hdf5Shard() => H5Filter.Register(new LzfFilter());

    /// <exception cref="InvalidDataException">It is no HDF5 file, or one without pictures.</exception>
    private Hdf5Shard(string path)
    {
        _name = Path.GetFileNameWithoutExtension(path);
        _stream = File.OpenRead(path);
        try
        {
            _log = new ReadLog(_stream);
            _file = H5File.Open(_log, leaveOpen: true);
            var names = _file.Children().Select(child => child.Name).ToList();
            var name = Array.Find(PixelNames, names.Contains)
                ?? throw new InvalidDataException($"it has {string.Join(", ", names)}; expected imgs (or images) and labels, as make_hdf5.py writes them");
            _pixels = (NativeDataset)_file.Dataset(name);
            if (_pixels.Type is not { Class: H5DataTypeClass.FixedPoint, Size: 1, FixedPoint.IsSigned: false })
            {
                throw new InvalidDataException($"{name} is of another type; expected uint8, 0 to 255");
            }

            var layout = Layout(name);
            var count = checked((int)_pixels.Space.Dimensions[0]);
            _classes = names.Contains(LabelsName) ? ArrayLabels.Names(LabelsName, Labels(), count, from: 0) : null;
            (_starts, _run) = Starts(layout, count);
            Facts = new ShardFacts(count, _starts is null ? (long)count * layout.Length : null, layout, null);
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
        var length = Facts.Layout!.Length;
        for (var i = 0; i < Facts.Count; i++)
        {
            if (_starts is null && i % _run == 0)
            {
                aside.Write(Read(i, Math.Min(_run, Facts.Count.Value - i)));
            }

            var position = _starts is null ? (long)i * length : _starts[i / _run] + ((long)(i % _run) * length);
            yield return new FoundPicture(
                string.Create(CultureInfo.InvariantCulture, $"{_name}/{i:000000000}"), _classes?[i] ?? "", position, length);
        }
    }

    public void Dispose()
    {
        _file?.Dispose();
        _stream.Dispose();
    }

    private PixelLayout Layout(string name)
    {
        try
        {
            return PixelLayout.Of([.. _pixels.Space.Dimensions.Select(side => (long)side)]);
        }
        catch (InvalidDataException problem)
        {
            throw new InvalidDataException($"{name} {problem.Message}", problem);
        }
    }

    private long[] Labels()
    {
        var labels = (NativeDataset)_file.Dataset(LabelsName);
        if (labels.Type is not { Class: H5DataTypeClass.FixedPoint } type || labels.Space.Dimensions is not ([_] or [_, 1]))
        {
            throw new InvalidDataException($"{LabelsName} is no list of whole numbers; expected one for each picture");
        }

        return ArrayLabels.Numbers(Bytes(labels, type.Size), type.Size, type.FixedPoint.IsSigned);
    }

    private static byte[] Bytes(NativeDataset labels, int width)
    {
        var bytes = new byte[checked((int)labels.Space.Dimensions[0] * width)];
        labels.Read<byte>(bytes.AsSpan());
        return bytes;
    }

    /// <summary>
    /// Where pictures lie: whoever asks the library for a picture reads the file just there. A chunk that is read with as many bytes as its pictures have is
    /// stored as it is.
    /// </summary>
    private (long[]? Starts, int Run) Starts(PixelLayout layout, int count)
    {
        if (_pixels.Layout.Class != H5DataLayoutClass.Chunked)
        {
            _log.First = null;
            _ = Read(0, 1);
            return _pixels.Layout.Class == H5DataLayoutClass.Contiguous && _log.First is { } first
                ? ([first.Position], count)
                : (null, Math.Max(1, Block / layout.Length));
        }

        var sides = _pixels.Layout.Chunks;
        var isWhole = sides.Skip(1).Select(side => (ulong)side).SequenceEqual(_pixels.Space.Dimensions.Skip(1));
        var (run, bytes) = (checked((int)sides[0]), sides.Aggregate(1L, (product, side) => product * (long)side));
        if (!isWhole || bytes > Array.MaxLength)
        {
            return (null, run);
        }

        var starts = new long[(count + run - 1) / run];
        var one = new byte[layout.Length];
        for (var i = 0; i < starts.Length; i++)
        {
            var cache = new FirstChunk(_log, (int)bytes);
            _pixels.Read(new H5DatasetAccess(ChunkCache: cache), one.AsSpan(), Part(i * run, 1));
            if (cache.Position is not { } position)
            {
                return (null, run);
            }

            starts[i] = position;
        }

        return (starts, run);
    }

    private byte[] Read(int first, int pictures)
    {
        var bytes = new byte[checked(pictures * _pixels.Space.Dimensions.Skip(1).Aggregate(1, (product, side) => product * (int)side))];
        _pixels.Read(_unpacked, bytes.AsSpan(), Part(first, pictures));
        return bytes;
    }

    private HyperslabSelection Part(int first, int pictures)
    {
        var sides = _pixels.Space.Dimensions;
        ulong[] starts = [(ulong)first, .. sides.Skip(1).Select(_ => 0UL)];
        return new HyperslabSelection(sides.Length, starts, [(ulong)pictures, .. sides.Skip(1)]);
    }

    /// <summary>Takes note of where a chunk is read, and whether it lies there as it is.</summary>
    private sealed class FirstChunk(ReadLog log, int bytes) : IReadingChunkCache
    {
        /// <summary>Of a chunk that is not read: what a library reads to find it is smaller.</summary>
        private const int Smallest = 4096;

        /// <summary>Null where the chunk was never written, or is compressed.</summary>
        public long? Position { get; private set; }

        public Memory<byte> GetChunk(ulong chunkIndex, Func<Memory<byte>> chunkReader)
        {
            log.Skipped = bytes >= Smallest ? bytes : null;
            log.First = null;
            var chunk = chunkReader();
            Position = log.First is not null && log.Last.Length == bytes ? log.Last.Position : null;
            log.Skipped = null;
            return chunk;
        }
    }
}
