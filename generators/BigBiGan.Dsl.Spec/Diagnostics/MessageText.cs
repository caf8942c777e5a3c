using System.Globalization;
using System.Text;

namespace BigBiGan.Dsl.Spec.Diagnostics;

/// <summary>Messages quote what stands in a spec, and that may be anything: line ends, letters that nobody sees, a novel.</summary>
internal static class MessageText
{
    private const int Longest = 2_000;

    /// <summary>The message with invisible letters written out (<c>\n</c>, <c>\u2028</c>), cut where it is very long.</summary>
    public static string OneLine(string message) => OneLine(message, letter => IsInvisible(letter) && !Origins.IsMark(letter));

    /// <summary>The same for a message whose marks of <see cref="Origins"/> are filled in: what is left was quoted from a spec.</summary>
    public static string WithoutMarks(string message) => OneLine(message, IsInvisible);

    private static string OneLine(string message, Func<char, bool> isInvisible)
    {
        if (message.Length <= Longest && !message.Any(isInvisible))
        {
            return message;
        }

        var line = new StringBuilder();
        foreach (var letter in message.Take(Longest))
        {
            line.Append(letter switch
            {
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                _ when isInvisible(letter) => $"\\u{((int)letter).ToString("X4", CultureInfo.InvariantCulture)}",
                _ => letter.ToString(),
            });
        }

        return message.Length <= Longest ? line.ToString() : line.Append('…').ToString();
    }

    /// <summary>Halves of a pair count as visible: emoji are made of them.</summary>
    private static bool IsInvisible(char letter) => char.GetUnicodeCategory(letter) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
        || (letter != ' ' && char.IsWhiteSpace(letter));
}
