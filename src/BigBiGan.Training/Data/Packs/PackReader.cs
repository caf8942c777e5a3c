using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using BigBiGan.Training.Data.Index;
using BigBiGan.Training.Errors;
using BigBiGan.Training.Text;
using Microsoft.Win32.SafeHandles;

namespace BigBiGan.Training.Data.Packs;

/// <summary>A pack that is mapped into memory: what is looked at is read.</summary>
internal sealed unsafe class PackReader : IDisposable
{
    private readonly SafeFileHandle _handle;
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly long _length;
    private readonly long _recordsAt;
    private readonly byte* _start;

    private PackReader(string path, SafeFileHandle handle, long recordsAt, PackHead head)
    {
        (Path, Head, _handle, _recordsAt, _length) = (path, head, handle, recordsAt, RandomAccess.GetLength(handle));
        _file = MemoryMappedFile.CreateFromFile(handle, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        _view = _file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
    }

    public string Path { get; }

    public PackHead Head { get; }

    /// <exception cref="DataSourceException">The file was cut off since it was opened.</exception>
    public ReadOnlySpan<PackRecord> Records
    {
        get
        {
            // what is mapped and no longer there would end the process
            var length = RandomAccess.GetLength(_handle);
            return length == _length
                ? new ReadOnlySpan<PackRecord>(_start + _recordsAt, Head.Count)
                : throw new DataSourceException(
                    $"{Path}: changed while it was read ({_length} bytes then, {length} now). Put it back, or pack the images again.");
        }
    }

    /// <exception cref="DataSourceException">It is no whole pack.</exception>
    public static PackReader Open(string path)
    {
        SafeFileHandle? handle = null;
        try
        {
            handle = File.OpenHandle(path);
            var (head, recordsAt) = HeadOf(handle);
            var pack = new PackReader(path, handle, recordsAt, head);
            return Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(pack.Records))) == head.Records
                ? pack
                : throw new InvalidDataException("where its pictures lie is not what was written");
        }
        catch (Exception problem) when (problem is InvalidDataException or JsonException)
        {
            handle?.Dispose();
            throw new DataSourceException($"{path}: no whole pack: {problem.Message.TrimEnd('.')}. Pack the images again.", problem);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            handle?.Dispose();
            throw new DataSourceException($"{path}: cannot be read: {problem.Message}", problem);
        }
    }

    /// <summary>A picture as it is stored.</summary>
    /// <param name="record">One of <see cref="Records"/>, just read.</param>
    public ReadOnlySpan<byte> Stored(PackRecord record) => new(_start + record.Position, record.Length);

    /// <summary>Whether a picture is what was written.</summary>
    /// <param name="record">One of <see cref="Records"/>, just read.</param>
    public bool IsWhole(PackRecord record) =>
        Crc32C.Of(Stored(record)) == BinaryPrimitives.ReadUInt32LittleEndian(new ReadOnlySpan<byte>(_start + record.Position - 4, 4));

    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
        _handle.Dispose();
    }

    private static (PackHead Head, long RecordsAt) HeadOf(SafeFileHandle handle)
    {
        Span<byte> start = stackalloc byte[PackFormat.Word.Length];
        if (!PositionedRead.TryFill(handle, start, 0) || !start.SequenceEqual(PackFormat.Word))
        {
            throw new InvalidDataException("it does not begin as one");
        }

        var (head, headAt) = FileTail.Read<PackHead>(handle, PackFormat.Word);
        var recordsAt = headAt - ((long)head.Count * Marshal.SizeOf<PackRecord>());
        return head.Version != PackFormat.Version
            ? throw new InvalidDataException($"it is of version {head.Version}; expected {PackFormat.Version}")
            : recordsAt < PackFormat.StartBytes ? throw new InvalidDataException("it is shorter than it says") : (head, recordsAt);
    }
}
