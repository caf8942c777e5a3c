using System.Globalization;
using System.Text.RegularExpressions;

namespace BigBiGan.Training.Data.Shards;

/// <summary>Names as WebDataset writes many of them: <c>train-{000000..000146}.tar</c>.</summary>
internal static partial class BracePattern
{
    /// <summary>More than anybody has.</summary>
    private const int Most = 1_000_000;

    public static bool IsIn(string text) => Range().IsMatch(text);

    /// <summary>All names, in the order of their numbers; a name without a pattern is itself. Null where there would be no end of them.</summary>
    public static IReadOnlyList<string>? Expand(string text)
    {
        if (Range().Match(text) is not { Success: true } range)
        {
            return [text];
        }

        var (from, to) = (range.Groups[1].Value, range.Groups[2].Value);
        if (!long.TryParse(from, CultureInfo.InvariantCulture, out var first) || !long.TryParse(to, CultureInfo.InvariantCulture, out var last)
            || last < first || last - first >= Most)
        {
            return null;
        }

        var names = new List<string>();
        for (var number = first; number <= last; number++)
        {
            var written = number.ToString(CultureInfo.InvariantCulture).PadLeft(from.Length, '0');
            if (Expand(text[..range.Index] + written + text[(range.Index + range.Length)..]) is not { } rest || names.Count + rest.Count > Most)
            {
                return null;
            }

            names.AddRange(rest);
        }

        return names;
    }

    [GeneratedRegex(@"\{([0-9]+)\.\.([0-9]+)\}")]
    private static partial Regex Range();
}
