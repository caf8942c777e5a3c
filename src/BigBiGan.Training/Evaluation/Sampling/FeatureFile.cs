using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using BigBiGan.Training.Errors;
using BigBiGan.Training.Evaluation.Solvers;
using BigBiGan.Training.Text;
using Microsoft.Win32.SafeHandles;
using static TorchSharp.torch;

namespace BigBiGan.Training.Evaluation.Sampling;

/// <summary>
/// Features on disk while they are needed, written block by block. A block counts once its checksum stands in the file's head, so that a process that was
/// killed, or a machine that lost its power, leaves the blocks before. One process has the file at a time.
/// </summary>
/// <remarks>
/// Little-endian: the name and the version of the format (8 bytes), SHA-256 of what the features are of (32), rows (8), features of a row (4), rows
/// of a block (4), then for each block the first 8 bytes of its SHA-256, 0 for a block that is not there; from the next multiple of 4096 on the
/// rows, in float32. Rows are read by position, not mapped: what is read is copied anyway, and no page of the file counts as the process's memory.
/// </remarks>
internal sealed class FeatureFile : IDisposable
{
    private const int TableStart = 56;
    private const int Page = 4096;

    private static readonly byte[] Format = "BBGFEAT1"u8.ToArray();

    private readonly SafeFileHandle _file;
    private readonly string _path;
    private readonly long _rows;
    private readonly int _size;
    private readonly int _blockRows;
    private readonly long _dataStart;

    private FeatureFile(SafeFileHandle file, string path, long rows, int size, int blockRows)
    {
        (_file, _path, _rows, _size, _blockRows) = (file, path, rows, size, blockRows);
        Blocks = (int)((rows + blockRows - 1) / blockRows);
        _dataStart = (TableStart + (8L * Blocks) + Page - 1) / Page * Page;
    }

    public int Blocks { get; }

    /// <summary>Blocks that stand, from the first on.</summary>
    public int Done { get; private set; }

    /// <summary>Opens a file of the same features, or begins one in its place.</summary>
    /// <param name="identity">All that decides the features, in words.</param>
    /// <param name="blockRows">Rows that are written at once.</param>
    /// <exception cref="RunException">Another process has it, the disk is too small, or it cannot be written.</exception>
    public static FeatureFile Open(string path, string identity, long rows, int size, int blockRows)
    {
        SafeFileHandle? handle = null;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            handle = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            var file = new FeatureFile(handle, path, rows, size, blockRows);
            file.FindOrBegin(SHA256.HashData(Encoding.UTF8.GetBytes(identity)));
            return file;
        }
        catch (IOException problem) when (handle is null && File.Exists(path))
        {
            throw new RunException($"{path} cannot be opened; another process evaluates this run, maybe: wait for it, or stop it ({problem.Message})", problem);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            handle?.Dispose();
            throw new RunException($"{path}: features cannot be kept on disk: {problem.Message}", problem);
        }
        catch
        {
            handle?.Dispose();
            throw;
        }
    }

    /// <summary>The next block.</summary>
    /// <param name="rows">As many as a block has; of the last one, what is left. [n, d], float32</param>
    /// <exception cref="RunException">The disk is full or cannot be written; the blocks before it stand.</exception>
    public void Write(Tensor rows)
    {
        using var local = rows.cpu();
        using var plain = local.contiguous();
        var bytes = plain.bytes;
        Span<byte> checksum = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(checksum, Checksum(bytes));
        try
        {
            RandomAccess.Write(_file, bytes, DataOffset((long)Done * _blockRows));
            RandomAccess.Write(_file, checksum, TableStart + (8L * Done));
        }
        catch (IOException problem)
        {
            throw new RunException(
                $"{_path}: the disk cannot take features {(long)Done * _blockRows} to {_rows} of {_size} numbers each: {problem.Message}; "
                + "those before stay there, and the same command goes on from them",
                problem);
        }

        Done++;
    }

    /// <summary>All rows, which close the file with them.</summary>
    public FeatureRows ToRows(Device device) => new(_rows, _size, device, (first, count) => Read(first, count, device), this);

    public void Dispose() => _file.Dispose();

    private Tensor Read(long first, long count, Device device)
    {
        var rows = empty([count, _size], float32);
        if (!TryRead(rows.bytes, DataOffset(first)))
        {
            throw new RunException($"{_path} ends before its last features; the same command calculates them again");
        }

        if (device.type == TorchSharp.DeviceType.CPU)
        {
            return rows;
        }

        using (rows)
        {
            return rows.to(device);
        }
    }

    private void FindOrBegin(byte[] identity)
    {
        Span<byte> head = stackalloc byte[TableStart];
        Format.CopyTo(head);
        identity.CopyTo(head[8..]);
        BinaryPrimitives.WriteInt64LittleEndian(head[40..], _rows);
        BinaryPrimitives.WriteInt32LittleEndian(head[48..], _size);
        BinaryPrimitives.WriteInt32LittleEndian(head[52..], _blockRows);
        Span<byte> found = stackalloc byte[TableStart];
        if (TryRead(found, 0) && found.SequenceEqual(head))
        {
            CountWholeBlocks();
            return;
        }

        var needed = DataOffset(_rows);
        var free = new DriveInfo(Path.GetFullPath(_path)).AvailableFreeSpace;
        if (free < needed)
        {
            throw new RunException(
                $"{Path.GetDirectoryName(_path)} has {free / 1_000_000} MB free; "
                + $"features of {_rows} images of {_size} numbers each need {needed / 1_000_000} MB: make room, or measure fewer images");
        }

        RandomAccess.SetLength(_file, 0);
        RandomAccess.Write(_file, head, 0);
        RandomAccess.Write(_file, new byte[_dataStart - TableStart], TableStart);
    }

    private void CountWholeBlocks()
    {
        var table = new byte[8 * Blocks];
        TryRead(table, TableStart); // what is missing is 0
        var buffer = ArrayPool<byte>.Shared.Rent(_blockRows * _size * sizeof(float));
        for (; Done < Blocks; Done++)
        {
            var first = (long)Done * _blockRows;
            var block = buffer.AsSpan(0, (int)Math.Min(_blockRows, _rows - first) * _size * sizeof(float));
            var expected = BinaryPrimitives.ReadUInt64LittleEndian(table.AsSpan(8 * Done));
            if (expected == 0 || !TryRead(block, DataOffset(first)) || Checksum(block) != expected)
            {
                break;
            }
        }

        ArrayPool<byte>.Shared.Return(buffer);
    }

    /// <returns>False where the file ends before.</returns>
    private bool TryRead(Span<byte> bytes, long offset) => PositionedRead.TryFill(_file, bytes, offset);

    private long DataOffset(long row) => _dataStart + (row * _size * sizeof(float));

    /// <summary>Never 0.</summary>
    private static ulong Checksum(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        return Math.Max(1, BinaryPrimitives.ReadUInt64LittleEndian(hash));
    }
}
