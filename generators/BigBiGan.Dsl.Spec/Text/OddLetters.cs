using System.Globalization;

namespace BigBiGan.Dsl.Spec.Text;

/// <summary>Letters that look like others, or like nothing: they come with text that was copied from a web page or a word processor.</summary>
internal static class OddLetters
{
    private static readonly Dictionary<char, string> Names = new()
    {
        ['\u00A0'] = "a no-break space",
        ['\u1680'] = "a space of its own",
        ['\u2002'] = "an en space",
        ['\u2003'] = "an em space",
        ['\u2009'] = "a thin space",
        ['\u202F'] = "a narrow no-break space",
        ['\u3000'] = "an ideographic space",
        ['\u200B'] = "a zero-width space",
        ['\u200C'] = "a zero-width non-joiner",
        ['\u200D'] = "a zero-width joiner",
        ['\u2060'] = "a word joiner",
        ['\uFEFF'] = "a byte order mark",
        ['\u00AD'] = "a soft hyphen",
        ['\u2010'] = "a hyphen of its own",
        ['\u2011'] = "a no-break hyphen",
        ['\u2012'] = "a figure dash",
        ['\u2013'] = "an en dash",
        ['\u2014'] = "an em dash",
        ['\u2212'] = "a minus sign of its own",
        ['\u2018'] = "a curly quote",
        ['\u2019'] = "a curly quote",
        ['\u201C'] = "a curly quote",
        ['\u201D'] = "a curly quote",
        ['\u00D7'] = "a times sign",
        ['\uFF1A'] = "a full-width colon",
        ['\uFF0C'] = "a full-width comma",
        ['\uFF0E'] = "a full-width point",
    };

    /// <summary><c>; it has U+00A0, a no-break space: …</c>, or nothing where every letter is what it looks like.</summary>
    public static string Note(string text)
    {
        foreach (var letter in text)
        {
            if (NameOf(letter) is { } name)
            {
                return $"; it has U+{((int)letter).ToString("X4", CultureInfo.InvariantCulture)}, {name}: type it anew with plain letters and spaces";
            }
        }

        return "";
    }

    private static string? NameOf(char letter) =>
        Names.TryGetValue(letter, out var name) ? name
        : char.GetUnicodeCategory(letter) switch
        {
            UnicodeCategory.SpaceSeparator when letter != ' ' => "a space of its own",
            UnicodeCategory.Format => "a letter that nobody sees",
            UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter when letter is >= '\u0400' and <= '\u04FF' => "a Cyrillic letter",
            UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter when letter is >= '\u0370' and <= '\u03FF' => "a Greek letter",
            _ => null,
        };
}
