using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace BigBiGan.Training.Data.Shards;

/// <summary>What stands before the values of an array in NumPy's NPY format: a line in Python's words.</summary>
/// <param name="Type">Such as <c>|u1</c> or <c>&lt;i8</c>.</param>
/// <param name="Length">In bytes, all that stands before the values.</param>
internal sealed partial record NpyHeader(string Type, long[] Shape, int Length)
{
    /// <summary>What every array begins with; one byte each of the major and the minor version come after it.</summary>
    public static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>How many values there are.</summary>
    public long Count => Shape.Aggregate(1L, (product, side) => checked(product * side));

    /// <exception cref="InvalidDataException">It is no array of numbers in C order.</exception>
    public static NpyHeader Read(Stream stream)
    {
        var start = new byte[8];
        stream.ReadExactly(start);
        if (!start.AsSpan().StartsWith(Magic))
        {
            throw new InvalidDataException("it is not an NPY array");
        }

        var size = new byte[start[6] == 1 ? 2 : 4];
        stream.ReadExactly(size);
        var header = new byte[size.Select((part, i) => part << (8 * i)).Sum()];
        stream.ReadExactly(header);
        var text = Encoding.Latin1.GetString(header);
        var found = Form().Match(text);
        if (!found.Success || found.Groups["order"].Value != "False")
        {
            throw new InvalidDataException($"its header is `{text.Trim()}`; expected numbers in C order, as numpy.ascontiguousarray gives them");
        }

        long[] shape =
        [
            .. found.Groups["shape"].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Select(side => long.Parse(side, CultureInfo.InvariantCulture)),
        ];
        return new NpyHeader(found.Groups["type"].Value, shape, start.Length + size.Length + header.Length);
    }

    [GeneratedRegex(@"^\{'descr': '(?<type>[^']*)', 'fortran_order': (?<order>True|False), 'shape': \((?<shape>[0-9, ]*)\),? *\}\s*$")]
    private static partial Regex Form();
}
