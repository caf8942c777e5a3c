using System.Text.Encodings.Web;
using System.Text.Json;

namespace BigBiGan.Training.Runs;

/// <summary>How the files of a run are written: camel case, and characters as they are.</summary>
internal static class RunJson
{
    /// <summary>One line, for the log.</summary>
    public static readonly JsonSerializerOptions Line = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    public static readonly JsonSerializerOptions Document = new(Line) { WriteIndented = true };
}
