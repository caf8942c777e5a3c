using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace BigBiGan.Training.Data.ImageNet;

/// <summary>As much of MATLAB's format 5 as a table of numbers and texts takes: an array of structs, maybe compressed. Little-endian.</summary>
internal static class MatFile
{
    private const int HeadBytes = 128;
    private const int Matrix = 14;
    private const int Compressed = 15;
    private const int StructClass = 2;
    private const int CharClass = 4;

    /// <summary>The values of each field of an array of structs, as texts: letters as they are, a number as .NET writes it.</summary>
    /// <exception cref="InvalidDataException">The file is of another kind, or has no such variable.</exception>
    public static IReadOnlyDictionary<string, string[]> StructArray(byte[] file, string variable)
    {
        if (file.Length < HeadBytes || !file.AsSpan(126, 2).SequenceEqual("IM"u8))
        {
            throw new InvalidDataException("it is no MATLAB file of format 5.");
        }

        for (var at = HeadBytes; at < file.Length;)
        {
            var element = Element.At(file, ref at);
            if (element.Type == Compressed)
            {
                var (inflated, start) = (Inflated(element.Data), 0);
                element = Element.At(inflated, ref start);
            }

            if (element.Type == Matrix && Struct(element.Data, variable) is { } found)
            {
                return found;
            }
        }

        throw new InvalidDataException($"it has no array of structs called `{variable}`.");
    }

    private static Dictionary<string, string[]>? Struct(ReadOnlyMemory<byte> data, string variable)
    {
        var at = 0;
        var kind = Element.At(data, ref at).Data.Span[0];
        var count = Count(Element.At(data, ref at).Data.Span);
        if (kind != StructClass || Encoding.ASCII.GetString(Element.At(data, ref at).Data.Span) != variable)
        {
            return null;
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(Element.At(data, ref at).Data.Span);
        var names = Encoding.ASCII.GetString(Element.At(data, ref at).Data.Span).Chunk(length).Select(name => new string(name).TrimEnd('\0')).ToArray();
        var columns = names.ToDictionary(name => name, _ => new string[count]);
        for (var row = 0; row < count; row++)
        {
            foreach (var name in names)
            {
                columns[name][row] = Value(Element.At(data, ref at).Data);
            }
        }

        return columns;
    }

    /// <summary>Of a matrix of letters or of one number; empty for anything else.</summary>
    private static string Value(ReadOnlyMemory<byte> data)
    {
        var at = 0;
        var kind = Element.At(data, ref at).Data.Span[0];
        Element.At(data, ref at); // dimensions
        Element.At(data, ref at); // name
        if (at >= data.Length)
        {
            return "";
        }

        var values = Element.At(data, ref at);
        return kind == CharClass ? values.Text() : values.Number()?.ToString(CultureInfo.InvariantCulture) ?? "";
    }

    private static int Count(ReadOnlySpan<byte> dimensions)
    {
        var count = 1;
        for (var i = 0; i + 4 <= dimensions.Length; i += 4)
        {
            count = checked(count * BinaryPrimitives.ReadInt32LittleEndian(dimensions[i..]));
        }

        return count;
    }

    private static byte[] Inflated(ReadOnlyMemory<byte> data)
    {
        using var packed = new ZLibStream(new MemoryStream(data.ToArray()), CompressionMode.Decompress);
        using var whole = new MemoryStream();
        packed.CopyTo(whole);
        return whole.ToArray();
    }

    /// <summary>A piece of the file: what its bytes are, and the bytes.</summary>
    private readonly record struct Element(int Type, ReadOnlyMemory<byte> Data)
    {
        /// <param name="at">Goes to the next one, which begins at a multiple of eight but after a compressed one.</param>
        public static Element At(ReadOnlyMemory<byte> bytes, ref int at)
        {
            if (bytes.Length - at < 8)
            {
                throw new InvalidDataException("it is cut off.");
            }

            var head = bytes.Span[at..];
            var (type, length, start) = (BinaryPrimitives.ReadInt32LittleEndian(head), BinaryPrimitives.ReadInt32LittleEndian(head[4..]), at + 8);
            if (type >> 16 is > 0 and var small)
            {
                // a small one has both in four bytes and its data in the next four
                (type, length, start) = (type & 0xFFFF, small, at + 4);
                at += 8;
            }
            else
            {
                at = start + length + (type == Compressed ? 0 : -length & 7);
            }

            return length >= 0 && start + length <= bytes.Length
                ? new Element(type, bytes.Slice(start, length))
                : throw new InvalidDataException("it is cut off.");
        }

        public string Text() => Type is 4 or 17 ? Encoding.Unicode.GetString(Data.Span) : Encoding.UTF8.GetString(Data.Span);

        /// <summary>The first number; null where there is none.</summary>
        public double? Number() => Data.IsEmpty ? null : Type switch
        {
            1 => (sbyte)Data.Span[0],
            2 => Data.Span[0],
            3 => BinaryPrimitives.ReadInt16LittleEndian(Data.Span),
            4 => BinaryPrimitives.ReadUInt16LittleEndian(Data.Span),
            5 => BinaryPrimitives.ReadInt32LittleEndian(Data.Span),
            6 => BinaryPrimitives.ReadUInt32LittleEndian(Data.Span),
            7 => BinaryPrimitives.ReadSingleLittleEndian(Data.Span),
            12 or 13 => BinaryPrimitives.ReadInt64LittleEndian(Data.Span),
            9 => BinaryPrimitives.ReadDoubleLittleEndian(Data.Span),
            _ => null,
        };
    }
}
