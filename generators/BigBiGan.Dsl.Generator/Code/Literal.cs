using System.Globalization;
using System.Text;

namespace BigBiGan.Dsl.Generator.Code;

/// <summary>Values as C# source.</summary>
internal static class Literal
{
    public static string Of(bool value) => value ? "true" : "false";

    public static string Of(double value) => value.ToString("R", CultureInfo.InvariantCulture) is var text && text.IndexOfAny(['.', 'E']) < 0
        ? text + ".0"
        : text;

    public static string Of(double? value) => value is { } number ? Of(number) : "null";

    public static string Of(string value)
    {
        var text = new StringBuilder("\"");
        foreach (var c in value)
        {
            text.Append(c switch
            {
                '"' => "\\\"",
                '\\' => @"\\",
                < ' ' or '\u007f' or '\u0085' or '\u2028' or '\u2029' => "\\u" + ((int)c).ToString("x4", CultureInfo.InvariantCulture),
                _ => c.ToString(),
            });
        }

        return text.Append('"').ToString();
    }

    /// <summary>Text inside an XML doc comment, on one line.</summary>
    public static string Doc(string value) => OneLine(value.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;"));

    /// <summary>Text inside a comment that ends with its line.</summary>
    public static string OneLine(string value) => string.Concat(value.Select(c => c is < ' ' or '\u007f' or '\u0085' or '\u2028' or '\u2029' ? ' ' : c));
}
