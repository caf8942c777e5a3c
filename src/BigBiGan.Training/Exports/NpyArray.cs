using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using BigBiGan.Training.Data.Shards;
using static TorchSharp.torch;

namespace BigBiGan.Training.Exports;

/// <summary>One array in NumPy's NPY format (version 1): a header in Python's words, then the raw values, little-endian, in C order.</summary>
/// <param name="Type"><c>|u1</c>, <c>&lt;i8</c>, <c>&lt;f4</c>, <c>&lt;f8</c>, or <c>&lt;U</c> with a length.</param>
/// <param name="Data">Writes the values.</param>
internal sealed record NpyArray(string Type, long[] Shape, Action<Stream> Data)
{
    private const int Alignment = 64;

    private static readonly byte[] Start = [.. NpyHeader.Magic, 1, 0];

    /// <param name="values">On the CPU, float32 or int64.</param>
    public static NpyArray Of(Tensor values) => new(values.dtype == ScalarType.Int64 ? "<i8" : "<f4", values.shape, stream =>
    {
        if (values.dtype == ScalarType.Int64)
        {
            WriteValues<long>(stream, values.data<long>().ToArray());
        }
        else
        {
            WriteValues<float>(stream, values.data<float>().ToArray());
        }
    });

    public static NpyArray Of(long[] values) => new("<i8", [values.Length], stream => WriteValues<long>(stream, values));

    public static NpyArray Of(double[] values, params long[] shape) => new("<f8", shape, stream => WriteValues<double>(stream, values));

    /// <summary>Texts, each padded to the longest.</summary>
    public static NpyArray Of(IReadOnlyList<string> texts)
    {
        var codes = texts.Select(text => text.EnumerateRunes().Select(rune => rune.Value).ToArray()).ToArray();
        var length = Math.Max(1, codes.Select(code => code.Length).DefaultIfEmpty().Max());
        return new NpyArray($"<U{length.ToString(CultureInfo.InvariantCulture)}", [texts.Count], stream =>
        {
            var row = new int[length];
            foreach (var code in codes)
            {
                row.AsSpan().Clear();
                code.CopyTo(row, 0);
                WriteValues<int>(stream, row);
            }
        });
    }

    public void Write(Stream stream)
    {
        var shape = string.Concat(Shape.Select(side => side.ToString(CultureInfo.InvariantCulture) + ","));
        var header = $"{{'descr': '{Type}', 'fortran_order': False, 'shape': ({shape}), }}";
        var before = Start.Length + 2; // two bytes of the header's length
        var length = (before + header.Length + 1 + Alignment - 1) / Alignment * Alignment - before;
        stream.Write(Start);
        stream.Write([(byte)length, (byte)(length >> 8)]);
        stream.Write(Encoding.ASCII.GetBytes(header.PadRight(length - 1) + "\n"));
        Data(stream);
    }

    /// <summary>Reads an array of numbers.</summary>
    /// <exception cref="InvalidDataException">It is not an array of float32, float64 or int64 in C order.</exception>
    public static (double[] Values, long[] Shape) ReadNumbers(Stream stream)
    {
        var header = NpyHeader.Read(stream);
        var count = checked((int)header.Count);
        return (header.Type switch
        {
            "<f4" => Read<float>(stream, count, value => value),
            "<f8" => Read<double>(stream, count, value => value),
            "<i8" => Read<long>(stream, count, value => value),
            var other => throw new InvalidDataException($"its values are `{other}`; expected float32, float64 or int64"),
        }, header.Shape);
    }

    private static double[] Read<T>(Stream stream, int count, Func<T, double> convert)
        where T : unmanaged
    {
        var values = new T[count];
        stream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        return Array.ConvertAll(values, value => convert(value));
    }

    private static void WriteValues<T>(Stream stream, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        // bytes of a span end at 2 GB
        const int Chunk = 1 << 20;
        for (var first = 0; first < values.Length; first += Chunk)
        {
            stream.Write(MemoryMarshal.AsBytes(values.Slice(first, Math.Min(Chunk, values.Length - first))));
        }
    }
}
