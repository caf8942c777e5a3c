using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.State;

/// <param name="Begin">Bytes from the start of the data.</param>
internal sealed record SafeTensorEntry(string Name, ScalarType Type, long[] Shape, long Begin, long End);

internal sealed record SafeTensorHeader(IReadOnlyList<SafeTensorEntry> Entries, IReadOnlyDictionary<string, string> Metadata)
{
    private static readonly (string Name, ScalarType Type, int Size)[] Types =
    [
        ("F64", ScalarType.Float64, 8),
        ("F32", ScalarType.Float32, 4),
        ("F16", ScalarType.Float16, 2),
        ("BF16", ScalarType.BFloat16, 2),
        ("I64", ScalarType.Int64, 8),
        ("U8", ScalarType.Byte, 1),
    ];

    public static SafeTensorHeader Parse(byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        var entries = new List<SafeTensorEntry>();
        var metadata = new Dictionary<string, string>();
        foreach (var property in document.RootElement.EnumerateObject())
        {
            if (property.Name == "__metadata__")
            {
                foreach (var pair in property.Value.EnumerateObject())
                {
                    metadata[pair.Name] = pair.Value.GetString() ?? "";
                }
            }
            else
            {
                entries.Add(ParseEntry(property.Name, property.Value));
            }
        }

        return new SafeTensorHeader(entries, metadata);
    }

    public static byte[] Format(IEnumerable<(string Name, Tensor Tensor)> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var seen = new HashSet<string>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 })
            {
                json.WriteStartObject("__metadata__");
                foreach (var (key, value) in metadata.OrderBy(m => m.Key, StringComparer.Ordinal))
                {
                    json.WriteString(key, value);
                }

                json.WriteEndObject();
            }

            long begin = 0;
            foreach (var (name, tensor) in tensors)
            {
                if (name == "__metadata__" || !seen.Add(name))
                {
                    throw new ArgumentException($"`{name}` cannot name a tensor here: names are unique and not `__metadata__`");
                }

                var (type, _, size) = TypeOf(name, tensor.dtype);
                var end = begin + (tensor.numel() * size);
                WriteEntry(json, new SafeTensorEntry(name, tensor.dtype, tensor.shape, begin, end), type);
                begin = end;
            }

            json.WriteEndObject();
        }

        // The data starts at a multiple of 8; the format pads with spaces.
        var padding = (8 - (buffer.WrittenCount % 8)) % 8;
        return [.. buffer.WrittenSpan, .. Enumerable.Repeat((byte)' ', padding)];
    }

    private static SafeTensorEntry ParseEntry(string name, JsonElement entry)
    {
        var dtype = entry.GetProperty("dtype").GetString();
        var known = Array.FindIndex(Types, t => t.Name == dtype);
        if (known < 0)
        {
            throw new FormatException($"`{name}` has element type {dtype}; expected one of {string.Join(' ', Types.Select(t => t.Name))}");
        }

        long[] shape = [.. entry.GetProperty("shape").EnumerateArray().Select(d => d.GetInt64())];
        long[] offsets = [.. entry.GetProperty("data_offsets").EnumerateArray().Select(o => o.GetInt64())];
        var bytes = shape.Aggregate((long)Types[known].Size, (product, d) => d < 0
            ? throw new FormatException($"`{name}` has the negative size {d}")
            : checked(product * d));
        if (offsets.Length != 2 || offsets[0] < 0 || offsets[1] - offsets[0] != bytes)
        {
            throw new FormatException($"`{name}` is [{string.Join(", ", shape)}] of {dtype}: expected {bytes} bytes, found data_offsets [{string.Join(", ", offsets)}]");
        }

        return new SafeTensorEntry(name, Types[known].Type, shape, offsets[0], offsets[1]);
    }

    private static void WriteEntry(Utf8JsonWriter json, SafeTensorEntry entry, string type)
    {
        json.WriteStartObject(entry.Name);
        json.WriteString("dtype", type);
        json.WriteStartArray("shape");
        foreach (var size in entry.Shape)
        {
            json.WriteNumberValue(size);
        }

        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(entry.Begin);
        json.WriteNumberValue(entry.End);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static (string Name, ScalarType Type, int Size) TypeOf(string name, ScalarType type)
    {
        var known = Array.FindIndex(Types, t => t.Type == type);
        return known >= 0
            ? Types[known]
            : throw new ArgumentException($"`{name}` has element type {type}; expected one of {string.Join(' ', Types.Select(t => t.Name))}");
    }
}
