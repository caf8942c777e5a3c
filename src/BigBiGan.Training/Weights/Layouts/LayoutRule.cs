using System.Globalization;
using System.Text.RegularExpressions;

namespace BigBiGan.Training.Weights.Layouts;

/// <summary>What becomes of an entry of a file.</summary>
internal enum LayoutAction
{
    Carry,

    /// <summary>Its rows are one row.</summary>
    Row,

    /// <summary>Not carried; calculated on export.</summary>
    Sigma,
    Drop,

    /// <summary>Of ours, not of a file: it has no name there and stays as the seed made it.</summary>
    Seed,
}

/// <summary>One line of a layout. <c>{i}</c> is a number, <c>*</c> the rest of a name; <c>{i+1}</c> of ours is one more than theirs.</summary>
/// <param name="Network">G, E or D.</param>
/// <param name="Theirs">Empty for <see cref="LayoutAction.Seed"/>.</param>
/// <param name="Ours">Without the network; empty where nothing of ours takes it.</param>
internal sealed partial record LayoutRule(string Network, string Theirs, LayoutAction Action, string Ours)
{
    private Regex TheirPattern { get; } = Pattern(Theirs);

    private Regex OurPattern { get; } = Pattern(Ours);

    /// <exception cref="FormatException">The line is not a rule.</exception>
    public static LayoutRule Parse(string network, string line)
    {
        var (theirs, target) = line.Split("->", StringSplitOptions.TrimEntries) is [var left, var right]
            ? (left, right)
            : throw new FormatException($"'{line}' is not a rule of a layout");
        return (theirs, target.Split(' ')) switch
        {
            ("seed", [var ours]) => new(network, "", LayoutAction.Seed, ours),
            (_, ["drop"]) => new(network, theirs, LayoutAction.Drop, ""),
            (_, ["sigma"]) => new(network, theirs, LayoutAction.Sigma, ""),
            (_, ["row", var ours]) => new(network, theirs, LayoutAction.Row, ours),
            (_, [var ours]) => new(network, theirs, LayoutAction.Carry, ours),
            _ => throw new FormatException($"'{line}' is not a rule of a layout"),
        };
    }

    /// <summary>Whether the rule speaks of this entry of a file.</summary>
    public bool IsTheirs(string name) => Theirs.Length > 0 && TheirPattern.IsMatch(name);

    /// <summary>Whether the rule speaks of this tensor of ours.</summary>
    public bool IsOurs(string name) => Ours.Length > 0 && OurPattern.IsMatch(name);

    /// <summary>Their name of a tensor of ours, of which the rule speaks.</summary>
    public string ToTheirs(string ours)
    {
        var match = OurPattern.Match(ours);
        return Placeholder().Replace(Theirs, place => place.Value == "*"
            ? match.Groups["rest"].Value
            : (int.Parse(match.Groups[place.Groups[1].Value].Value, CultureInfo.InvariantCulture)
                - (Ours.Contains($"{{{place.Groups[1].Value}+1}}", StringComparison.Ordinal) ? 1 : 0))
                .ToString(CultureInfo.InvariantCulture));
    }

    private static Regex Pattern(string text) => new($"^{string.Concat(Pieces(text))}$", RegexOptions.CultureInvariant);

    /// <summary>A rest is never empty; numbers have few digits.</summary>
    private static IEnumerable<string> Pieces(string text)
    {
        var position = 0;
        foreach (Match place in Placeholder().Matches(text))
        {
            yield return Regex.Escape(text[position..place.Index]);
            yield return place.Value == "*" ? "(?<rest>.+)" : $"(?<{place.Groups[1].Value}>[0-9]{{1,4}})";
            position = place.Index + place.Length;
        }

        yield return Regex.Escape(text[position..]);
    }

    [GeneratedRegex(@"\*|\{(\w)(?:\+1)?\}")]
    private static partial Regex Placeholder();
}
