using System.Text.Json;

namespace BigBiGan.Training.Data.Shards;

/// <summary>What the Hugging Face hub's library writes about a table's columns into the file: JSON below the key <c>huggingface</c>.</summary>
internal static class HubFeatures
{
    private const string Key = "huggingface";

    /// <summary>The classes of a column, in the order of their labels; null where nothing names them.</summary>
    public static IReadOnlyList<string>? ClassNames(IReadOnlyDictionary<string, string> metadata, string column)
    {
        if (!metadata.TryGetValue(Key, out var text))
        {
            return null;
        }

        using var json = JsonDocument.Parse(text);
        var at = json.RootElement;
        foreach (var key in (string[])["info", "features", column, "names"])
        {
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(key, out at))
            {
                return null;
            }
        }

        return at.ValueKind == JsonValueKind.Array && at.GetArrayLength() > 0 ? [.. at.EnumerateArray().Select(name => name.ToString())] : null;
    }
}
