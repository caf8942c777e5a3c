using System.Globalization;

namespace BigBiGan.Dsl.Docs;

/// <summary>Words of a spec as JSON.</summary>
internal static class JsonText
{
    /// <summary>The words as values: <c>3</c> and <c>true</c> are no strings to a YAML editor.</summary>
    public static string Enum(IEnumerable<string> words) => $$"""{ "enum": [{{string.Join(", ", words.Select(Value))}}] }""";

    public static string String(string text) => $"\"{text.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\t", "\\t")}\"";

    private static string Value(string word) =>
        word is "true" or "false" || int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? word : String(word);
}
