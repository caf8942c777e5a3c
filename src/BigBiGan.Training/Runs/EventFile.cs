using System.Buffers.Binary;
using System.Numerics;
using BigBiGan.Training.Errors;
using BigBiGan.Training.Text;

namespace BigBiGan.Training.Runs;

/// <summary>
/// A file of TensorBoard's events: TensorFlow's records (a length, its checksum, the bytes, theirs), each a <see cref="LoggedEvent"/>. TorchSharp's own
/// writer begins another file with each sitting, and cannot take back steps that a resumed run takes again.
/// </summary>
internal sealed class EventFile : IDisposable
{
    private const int LengthBytes = 8;
    private const int ChecksumBytes = 4;
    private const int HeadBytes = LengthBytes + ChecksumBytes;

    private readonly LogFile _file;

    /// <summary>Opens the file to go on, or makes it: the first event that is past, and all behind it, are cut off, as is half a record.</summary>
    /// <param name="isPast">Whether an event is to be written again, by its step and the tags of its values.</param>
    /// <param name="advice">About the run.</param>
    /// <exception cref="RunException">The file cannot be written.</exception>
    public EventFile(string path, Func<long, IReadOnlyList<string>, bool> isPast, RunAdvice advice)
    {
        _file = new LogFile(
            path, bytes => Records(bytes).TakeWhile(record => !isPast(record.Step, record.Tags)).Select(record => record.End).LastOrDefault(), advice);
        try
        {
            if (_file.IsEmpty)
            {
                Append(new LoggedEvent(0, []) { Version = "brain.Event:2" });
            }
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    /// <summary>In one piece, with the time of now.</summary>
    /// <exception cref="RunException">The disk is full or cannot be written.</exception>
    public void Append(LoggedEvent told)
    {
        var data = told.Encode((DateTime.UtcNow - DateTime.UnixEpoch).TotalSeconds);
        var record = new byte[HeadBytes + data.Length + ChecksumBytes];
        BinaryPrimitives.WriteInt64LittleEndian(record, data.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(LengthBytes), Checksum(record.AsSpan(0, LengthBytes)));
        data.CopyTo(record, HeadBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(HeadBytes + data.Length), Checksum(data));
        _file.Append(record);
    }

    public void Dispose() => _file.Dispose();

    /// <summary>CRC-32C, rotated and shifted: records may hold checksums of their own.</summary>
    internal static uint Checksum(ReadOnlySpan<byte> bytes) => BitOperations.RotateRight(Crc32C.Of(bytes), 15) + 0xa282ead8;

    /// <summary>Up to the first that is not whole: nothing says where another begins.</summary>
    private static IEnumerable<(long Step, IReadOnlyList<string> Tags, long End)> Records(byte[] bytes)
    {
        for (long at = 0; Record(bytes, at) is { } record; at = record.End)
        {
            yield return record;
        }
    }

    private static (long Step, IReadOnlyList<string> Tags, long End)? Record(byte[] bytes, long at)
    {
        if (bytes.Length - at < HeadBytes)
        {
            return null;
        }

        var head = bytes.AsSpan((int)at, HeadBytes);
        var length = BinaryPrimitives.ReadInt64LittleEndian(head);
        var room = bytes.Length - at - HeadBytes - ChecksumBytes;
        if (BinaryPrimitives.ReadUInt32LittleEndian(head[LengthBytes..]) != Checksum(head[..LengthBytes]) || length < 0 || length > room)
        {
            return null;
        }

        var data = bytes.AsSpan((int)at + HeadBytes, (int)length);
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan((int)at + HeadBytes + (int)length)) != Checksum(data))
        {
            return null;
        }

        var (step, tags) = LoggedEvent.Decode(data.ToArray());
        return (step, tags, at + HeadBytes + length + ChecksumBytes);
    }
}
