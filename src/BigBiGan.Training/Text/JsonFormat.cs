using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace BigBiGan.Training.Text;

/// <summary>How all JSON of this program is written: camel case, characters as they are, and NaN by its name.</summary>
public static class JsonFormat
{
    /// <summary>Answers to programs. Names of enums are not translated: who answers writes them as words.</summary>
    public static JsonSerializerOptions Answer { get; } = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.AllowNamedFloatingPointLiterals,
        WriteIndented = true,
    };

    /// <summary>Files of runs and cells. A file that lacks what its record needs is refused.</summary>
    public static JsonSerializerOptions Document { get; } = new(Answer)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    /// <summary>One line of a file, for logs.</summary>
    public static JsonSerializerOptions Line { get; } = new(Document) { WriteIndented = false };

    /// <summary>An answer as a text.</summary>
    public static string Text<T>(T value) => JsonSerializer.Serialize(value, Answer);

    /// <summary>A file's text, with its last line end.</summary>
    public static string File<T>(T value) => JsonSerializer.Serialize(value, Document) + "\n";

    /// <summary>What a file holds.</summary>
    /// <exception cref="JsonException">The text is not of that kind, or is <c>null</c>.</exception>
    public static T Read<T>(string text) => JsonSerializer.Deserialize<T>(text, Document) ?? throw new JsonException("the file is empty");
}
