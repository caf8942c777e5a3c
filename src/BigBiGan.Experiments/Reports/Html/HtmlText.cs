using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace BigBiGan.Experiments.Reports.Html;

/// <summary>Texts and data as they may stand in a page.</summary>
internal static class HtmlText
{
    /// <summary>For a script element: the encoder escapes what could end it. Not the encoder of other files, which leaves characters as they are.</summary>
    private static readonly JsonSerializerOptions Data = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>Between tags, and in an attribute in double quotes.</summary>
    public static string Of(string text) => WebUtility.HtmlEncode(text);

    /// <summary>A number for programs: as short as it can be and still be that number.</summary>
    public static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>For people, with a minus sign of the width of a plus.</summary>
    public static string Signed(double value, string format) =>
        (value < 0 ? "−" : "+") + Math.Abs(value).ToString(format, CultureInfo.InvariantCulture);

    /// <summary>For people, with the same minus sign.</summary>
    public static string Plain(double value, string format) =>
        (value < 0 ? "−" : "") + Math.Abs(value).ToString(format, CultureInfo.InvariantCulture);

    public static string Json<T>(T value) => JsonSerializer.Serialize(value, Data);
}
