using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using static TorchSharp.torch;

namespace BigBiGan.Training.Exports;

/// <summary>One array in NumPy's NPY format (version 1): a header in Python's words, then the raw values, little-endian, in C order.</summary>
/// <param name="Type"><c>|u1</c>, <c>&lt;i8</c>, <c>&lt;f4</c>, <c>&lt;f8</c>, or <c>&lt;U</c> with a length.</param>
/// <param name="Data">Writes the values.</param>
internal sealed partial record NpyArray(string Type, long[] Shape, Action<Stream> Data)
{
    private const int Alignment = 64;

    private static readonly byte[] Magic = [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0];

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
        var before = Magic.Length + 2; // two bytes of the header's length
        var length = (before + header.Length + 1 + Alignment - 1) / Alignment * Alignment - before;
        stream.Write(Magic);
        stream.Write([(byte)length, (byte)(length >> 8)]);
        stream.Write(Encoding.ASCII.GetBytes(header.PadRight(length - 1) + "\n"));
        Data(stream);
    }

    /// <summary>Reads an array of numbers.</summary>
    /// <exception cref="InvalidDataException">It is not an array of float32, float64 or int64 in C order.</exception>
    public static (double[] Values, long[] Shape) ReadNumbers(Stream stream)
    {
        var start = new byte[Magic.Length];
        stream.ReadExactly(start);
        if (!start.AsSpan(0, 6).SequenceEqual(Magic.AsSpan(0, 6)))
        {
            throw new InvalidDataException("it is not an NPY array");
        }

        var size = new byte[start[6] == 1 ? 2 : 4];
        stream.ReadExactly(size);
        var header = new byte[size.Select((part, i) => part << (8 * i)).Sum()];
        stream.ReadExactly(header);
        var text = Encoding.Latin1.GetString(header);
        var found = Header().Match(text);
        if (!found.Success || found.Groups["order"].Value != "False")
        {
            throw new InvalidDataException($"its header is `{text.Trim()}`; expected numbers in C order, as numpy.ascontiguousarray gives them");
        }

        long[] shape =
        [
            .. found.Groups["shape"].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Select(side => long.Parse(side, CultureInfo.InvariantCulture)),
        ];
        var count = checked((int)shape.Aggregate(1L, (product, side) => checked(product * side)));
        return (found.Groups["type"].Value switch
        {
            "<f4" => Read<float>(stream, count, value => value),
            "<f8" => Read<double>(stream, count, value => value),
            "<i8" => Read<long>(stream, count, value => value),
            var other => throw new InvalidDataException($"its values are `{other}`; expected float32, float64 or int64"),
        }, shape);
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

    [GeneratedRegex(@"^\{'descr': '(?<type>[^']*)', 'fortran_order': (?<order>True|False), 'shape': \((?<shape>[0-9, ]*)\),? *\}\s*$")]
    private static partial Regex Header();
}
