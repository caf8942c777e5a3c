using System.Buffers.Binary;
using System.Text;

namespace BigBiGan.Training.Tests.Runs;

/// <summary>A number or a picture of an event file.</summary>
internal sealed record EventValue(long Step, string Tag, float? Number, byte[]? Picture);

/// <summary>
/// A plain reader of TensorFlow's records and of the few fields of TensorBoard's events that are used, after their published formats
/// (tensorflow/core/lib/io/record_writer.h, core/util/event.proto, core/framework/summary.proto): it shares nothing with what writes them.
/// </summary>
internal static class EventRecords
{
    public static IReadOnlyList<EventValue> Values(string path) => [.. Messages(File.ReadAllBytes(path)).SelectMany(Event)];

    /// <summary>The step of each session's start.</summary>
    public static IReadOnlyList<long> Starts(string path) =>
        [.. Messages(File.ReadAllBytes(path)).Select(message => Fields(message).ToList()).Where(fields => fields.Any(field => field.Number == 7)).Select(fields => fields.Single(field => field.Number == 2).Value)];

    public static IEnumerable<byte[]> Messages(byte[] file)
    {
        for (var at = 0; at < file.Length;)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(at));
            Assert.Equal(0, BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(at + 4)));
            Assert.Equal(Masked(file.AsSpan(at, 8)), BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 8)));
            var data = file.AsSpan(at + 12, length).ToArray();
            Assert.Equal(Masked(data), BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 12 + length)));
            yield return data;
            at += 16 + length;
        }
    }

    /// <summary>CRC-32C bit by bit, then masked.</summary>
    public static uint Masked(ReadOnlySpan<byte> bytes)
    {
        var sum = 0xffffffffu;
        foreach (var value in bytes)
        {
            sum ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                sum = (sum & 1) == 0 ? sum >> 1 : (sum >> 1) ^ 0x82f63b78;
            }
        }

        sum = ~sum;
        return ((sum >> 15) | (sum << 17)) + 0xa282ead8;
    }

    private static IEnumerable<EventValue> Event(byte[] message)
    {
        var fields = Fields(message).ToList();
        var step = fields.FirstOrDefault(field => field.Number == 2).Value;
        return fields.Where(field => field.Number == 5).SelectMany(summary => Fields(summary.Bytes!)).Select(value =>
        {
            var parts = Fields(value.Bytes!).ToList();
            var image = parts.FirstOrDefault(part => part.Number == 4).Bytes;
            return new EventValue(
                step,
                Encoding.UTF8.GetString(parts.Single(part => part.Number == 1).Bytes!),
                parts.Any(part => part.Number == 2) ? BitConverter.Int32BitsToSingle((int)parts.Single(part => part.Number == 2).Value) : null,
                image is null ? null : Fields(image).Single(part => part.Number == 4).Bytes);
        });
    }

    private static IEnumerable<(int Number, long Value, byte[]? Bytes)> Fields(byte[] message)
    {
        for (var at = 0; at < message.Length;)
        {
            var key = Varint();
            switch (key & 7)
            {
                case 0:
                    yield return ((int)(key >> 3), Varint(), null);
                    break;
                case 1:
                    yield return ((int)(key >> 3), BinaryPrimitives.ReadInt64LittleEndian(message.AsSpan(at)), null);
                    at += 8;
                    break;
                case 2:
                    var length = (int)Varint();
                    yield return ((int)(key >> 3), 0, message[at..(at + length)]);
                    at += length;
                    break;
                case 5:
                    yield return ((int)(key >> 3), BinaryPrimitives.ReadInt32LittleEndian(message.AsSpan(at)), null);
                    at += 4;
                    break;
                default:
                    throw new InvalidDataException($"wire type {key & 7}");
            }

            long Varint()
            {
                for (long value = 0, shift = 0; ; shift += 7)
                {
                    var part = message[at++];
                    value |= (long)(part & 0x7f) << (int)shift;
                    if (part < 0x80)
                    {
                        return value;
                    }
                }
            }
        }
    }
}
