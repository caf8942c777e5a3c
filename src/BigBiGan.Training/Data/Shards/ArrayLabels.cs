using System.Buffers.Binary;
using System.Globalization;

namespace BigBiGan.Training.Data.Shards;

/// <summary>Labels that stand in an array, a whole number for each picture, as names of classes.</summary>
internal static class ArrayLabels
{
    /// <param name="values">Little-endian.</param>
    /// <param name="width">Of a value: 1, 2, 4 or 8 bytes.</param>
    public static long[] Numbers(ReadOnlySpan<byte> values, int width, bool isSigned)
    {
        var numbers = new long[values.Length / width];
        for (var i = 0; i < numbers.Length; i++)
        {
            var value = values.Slice(i * width, width);
            numbers[i] = (width, isSigned) switch
            {
                (1, true) => (sbyte)value[0],
                (1, false) => value[0],
                (2, true) => BinaryPrimitives.ReadInt16LittleEndian(value),
                (2, false) => BinaryPrimitives.ReadUInt16LittleEndian(value),
                (4, true) => BinaryPrimitives.ReadInt32LittleEndian(value),
                (4, false) => BinaryPrimitives.ReadUInt32LittleEndian(value),
                _ => BinaryPrimitives.ReadInt64LittleEndian(value),
            };
        }

        return numbers;
    }

    /// <param name="from">The first class's label: 0 or 1.</param>
    /// <exception cref="InvalidDataException">They are not as many as the pictures, or not labels.</exception>
    public static string[] Names(string array, long[] labels, long pictures, int from)
    {
        if (labels.Length != pictures)
        {
            throw new InvalidDataException($"{array} has {labels.Length} values for {pictures} pictures; expected one for each");
        }

        var stranger = Array.FindIndex(labels, label => label < from || label - from >= 1_000_000);
        if (stranger >= 0)
        {
            throw new InvalidDataException(
                $"{array} has {labels[stranger]} for picture {stranger}; expected "
                + (from == 0 ? "a label, from 0 on" : "a label, from 1 on, as the downsampled ImageNet has them"));
        }

        var classes = labels.Length == 0 ? 0 : (int)(labels.Max() - from) + 1;
        var names = Enumerable.Range(0, classes).Select(label => label.ToString(CultureInfo.InvariantCulture)).ToArray();
        return Array.ConvertAll(labels, label => names[label - from]);
    }
}
