using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace BigBiGan.Cli.Tests.Harness;

/// <summary>A plain reader of the format: 8 bytes of header length, a JSON header, raw data.</summary>
internal sealed class SafeTensors(byte[] bytes)
{
    private readonly int _data = 8 + (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);

    public byte[] Bytes { get; } = bytes;

    public JsonElement Header => JsonDocument.Parse(Bytes.AsMemory(8, _data - 8)).RootElement;

    public long[] Shape(string name) => [.. Header.GetProperty(name).GetProperty("shape").EnumerateArray().Select(d => d.GetInt64())];

    public string Type(string name) => Header.GetProperty(name).GetProperty("dtype").GetString()!;

    /// <summary>Of a tensor of that element type, to read and to change.</summary>
    public Span<T> Values<T>(string name)
        where T : unmanaged
    {
        var offsets = Header.GetProperty(name).GetProperty("data_offsets");
        var (begin, end) = (offsets[0].GetInt32(), offsets[1].GetInt32());
        return MemoryMarshal.Cast<byte, T>(Bytes.AsSpan(_data + begin, end - begin));
    }
}
