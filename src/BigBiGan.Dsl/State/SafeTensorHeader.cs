using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.State;

/// <param name="Begin">Bytes from the start of the data.</param>
internal sealed record SafeTensorEntry(string Name, ScalarType Type, long[] Shape, long Begin, long End);

internal sealed record SafeTensorHeader(IReadOnlyList<SafeTensorEntry> Entries, IReadOnlyDictionary<string, string> Metadata)
{
    private const string MetadataName = "__metadata__";

    private static readonly (string Name, ScalarType Type, int Size)[] Types =
    [
        ("F64", ScalarType.Float64, 8),
        ("F32", ScalarType.Float32, 4),
        ("F16", ScalarType.Float16, 2),
        ("BF16", ScalarType.BFloat16, 2),
        ("I64", ScalarType.Int64, 8),
        ("I32", ScalarType.Int32, 4),
        ("I16", ScalarType.Int16, 2),
        ("I8", ScalarType.Int8, 1),
        ("U8", ScalarType.Byte, 1),
        ("BOOL", ScalarType.Bool, 1),
    ];

    /// <exception cref="JsonException">It is not a JSON.</exception>
    /// <exception cref="FormatException">It is not a header of a safetensors file.</exception>
    /// <exception cref="NotSupportedException">It is one, with an element type that is not read here.</exception>
    public static SafeTensorHeader Parse(byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        var entries = new List<SafeTensorEntry>();
        var metadata = new Dictionary<string, string>();
        var seen = new HashSet<string>();
        foreach (var property in Members(document.RootElement, "the header"))
        {
            if (!seen.Add(property.Name))
            {
                throw new FormatException($"`{property.Name}` stands there twice");
            }

            if (property.Name == MetadataName)
            {
                foreach (var pair in Members(property.Value, $"`{MetadataName}`"))
                {
                    metadata[pair.Name] = Text(pair.Value) ?? throw new FormatException($"`{pair.Name}` of `{MetadataName}` is not text");
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
                json.WriteStartObject(MetadataName);
                foreach (var (key, value) in metadata.OrderBy(m => m.Key, StringComparer.Ordinal))
                {
                    json.WriteString(key, value);
                }

                json.WriteEndObject();
            }

            long begin = 0;
            foreach (var (name, tensor) in tensors)
            {
                if (name == MetadataName || !seen.Add(name))
                {
                    throw new ArgumentException($"`{name}` cannot name a tensor here: names are unique and not `{MetadataName}`");
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
        JsonElement Member(string member) => Members(entry, $"`{name}`").Where(one => one.Name == member).ToArray() is [var found]
            ? found.Value
            : throw new FormatException($"`{name}` has no {member}, or several");

        var dtype = Text(Member("dtype")) ?? throw new FormatException($"`{name}` has a dtype that is not text");
        var shape = Numbers(Member("shape"), $"the shape of `{name}`");
        var offsets = Numbers(Member("data_offsets"), $"data_offsets of `{name}`");
        var known = Array.FindIndex(Types, t => t.Name == dtype);
        if (known < 0)
        {
            throw new NotSupportedException($"`{name}` has element type {dtype}; expected one of {string.Join(' ', Types.Select(t => t.Name))}");
        }

        // an empty tensor has strides too: its other sizes may not overflow either
        var full = shape.Aggregate((long)Types[known].Size, (product, size) => size < 0
            ? throw new FormatException($"`{name}` has the negative size {size}")
            : checked(product * Math.Max(1, size)));
        var bytes = shape.Contains(0) ? 0 : full;
        return offsets is [>= 0 and var begin, var end] && end >= begin && end - begin == bytes
            ? new SafeTensorEntry(name, Types[known].Type, shape, begin, end)
            : throw new FormatException(
                $"`{name}` is [{string.Join(", ", shape)}] of {dtype}: expected {bytes} bytes, found data_offsets [{string.Join(", ", offsets)}]");
    }

    private static JsonElement.ObjectEnumerator Members(JsonElement element, string what) => element.ValueKind == JsonValueKind.Object
        ? element.EnumerateObject()
        : throw new FormatException($"{what} is not a JSON object");

    private static string? Text(JsonElement element) => element.ValueKind == JsonValueKind.String ? element.GetString() : null;

    private static long[] Numbers(JsonElement list, string what) =>
        list.ValueKind == JsonValueKind.Array && list.EnumerateArray().All(number => number.ValueKind == JsonValueKind.Number && number.TryGetInt64(out _))
            ? [.. list.EnumerateArray().Select(number => number.GetInt64())]
            : throw new FormatException($"{what} is not a list of whole numbers");

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
