using System.Buffers.Binary;
using System.Text.Json;
using BigBiGan.Training.Text;
using Microsoft.Win32.SafeHandles;

namespace BigBiGan.Training.Data.Index;

/// <summary>What a file says of itself at its end: a head in JSON, its length, and a word of eight bytes without which the file is not whole.</summary>
internal static class FileTail
{
    private const int LengthBytes = 8;
    private const int EndBytes = 2 * LengthBytes;

    public static void Write<T>(Stream target, T head, ReadOnlySpan<byte> word)
    {
        var text = JsonSerializer.SerializeToUtf8Bytes(head, JsonFormat.Line);
        target.Write(text);
        target.Write(BitConverter.GetBytes((long)text.Length));
        target.Write(word);
    }

    /// <returns>The head, and where it begins.</returns>
    /// <exception cref="InvalidDataException">The file's end is missing.</exception>
    /// <exception cref="JsonException">The head is damaged.</exception>
    public static (T Head, long At) Read<T>(SafeFileHandle file, ReadOnlySpan<byte> word)
    {
        var length = RandomAccess.GetLength(file);
        Span<byte> end = stackalloc byte[EndBytes];
        if (length < EndBytes || !PositionedRead.TryFill(file, end, length - EndBytes) || !end[LengthBytes..].SequenceEqual(word))
        {
            throw Missing();
        }

        var headLength = BinaryPrimitives.ReadInt64LittleEndian(end);
        var at = length - EndBytes - headLength;
        var text = headLength > 0 && at >= 0 && headLength <= Array.MaxLength ? new byte[headLength] : throw Missing();
        return PositionedRead.TryFill(file, text, at)
            ? (JsonSerializer.Deserialize<T>(text, JsonFormat.Line) ?? throw Missing(), at)
            : throw Missing();
    }

    private static InvalidDataException Missing() => new("its end is missing");
}
