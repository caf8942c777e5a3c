using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;

namespace BigBiGan.Cli.Tests.Harness;

/// <summary>A plain reader of NumPy's format: a zip archive, of whose files each has 8 bytes, a header with its length, and raw data.</summary>
internal sealed class Npz : IDisposable
{
    private readonly ZipArchive _archive;

    public Npz(string path) => _archive = ZipFile.OpenRead(path);

    public string[] Names => [.. _archive.Entries.Select(entry => entry.FullName)];

    /// <summary>What stands before the data, as <c>{'descr': '|u1', ...</c></summary>
    public string Header(string name) => Encoding.ASCII.GetString(Split(name).Header).Trim();

    public T[] Values<T>(string name)
        where T : unmanaged => [.. MemoryMarshal.Cast<byte, T>(Split(name).Data)];

    public string[] Texts(string name)
    {
        var width = int.Parse(Header(name).Split("'<U")[1].Split('\'')[0], System.Globalization.CultureInfo.InvariantCulture);
        return [.. Values<int>(name).Chunk(width).Select(row => string.Concat(row.TakeWhile(code => code != 0).Select(char.ConvertFromUtf32)))];
    }

    public void Dispose() => _archive.Dispose();

    private (byte[] Header, byte[] Data) Split(string name)
    {
        using var stream = _archive.GetEntry($"{name}.npy")!.Open();
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        var bytes = memory.ToArray();
        var start = 10 + BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(8));
        Assert.Equal(0, start % 64);
        return (bytes[10..start], bytes[start..]);
    }
}
