using System.Text.RegularExpressions;

namespace BigBiGan.Dsl.Spec.Fuzz;

/// <summary>Texts made wrong the way people, editors and disks do it. Mutant i of a seed number is the same on every machine.</summary>
public static partial class Mutator
{
    private static readonly string[] Odd =
    [
        "\t", "\0", "\uFEFF", "\u0085", "\u2028", "\u00A0", "\ud800", "\udc00", "😀", "é", "\u0007", "\u202e", "\"", "'", "`", "|", ">", "&a ", "*a", "!!int ", "<<: ", "? ", "---\n", "...\n", "%", "@", "~", "#", " #", ": ", ":", "{", "}", "[", "]", ",", "- ", "\r", "\r\n", "\\", "\"\\x",
        "[[[[[[[[", "{a: {a: {a: {a: ", "null", "none", "attention", "biggan", "extends: x\n", "extends: ../../etc/passwd\n", "ablates: encoder\n", "grid: Odd\n", "variant: Odd\n",
    ];

    private static readonly string[] Numbers =
    [
        "0", "-1", "1", "2", "3", "7", "31", "33", "64", "2147483647", "2147483648", "9223372036854775808", "1e999", "-1e999", "1e-999", "nan", "inf", "2^11", "2^99999", "0^0", "500k", "2M", "1e-4", "0.5", "1.", ".5", "1_000", "0x10", "1,5", "٣", "99999999999999999999999999999999",
    ];

    /// <summary>The seed's files with one of them mutated one to four times; the other files are as they were.</summary>
    public static (IReadOnlyList<(string Path, string Text)> Files, string Mutated) Mutant(int seed, int number)
    {
        var random = new Random(unchecked((seed * 486_187_739) + number));
        var files = Pick(Seeds.All, random).Files.ToList();
        var at = random.Next(10) < 7 ? 0 : random.Next(files.Count);
        var text = files[at].Text;
        for (var count = 1 + random.Next(4); count > 0; count--)
        {
            text = Mutate(text, random);
        }

        files[at] = (files[at].Path, text);
        return (files, files[at].Path);
    }

    private static string Mutate(string text, Random random) => random.Next(18) switch
    {
        0 => Lines(text, lines => lines.RemoveAt(random.Next(lines.Count))),
        1 => Lines(text, lines => lines.Insert(random.Next(lines.Count), Pick(lines, random))),
        2 => Lines(text, lines => Swap(lines, random.Next(lines.Count), random.Next(lines.Count))),
        3 => Lines(text, lines => lines.Insert(random.Next(lines.Count), Pick(Other(random).Split('\n'), random))),
        4 => Lines(text, lines => Change(lines, random, line => new string(' ', random.Next(6)) + line.TrimStart())),
        5 => Tokens(text, tokens => tokens.RemoveAt(random.Next(tokens.Count))),
        6 => Tokens(text, tokens => tokens.Insert(random.Next(tokens.Count), Pick(tokens, random))),
        7 => Tokens(text, tokens => Swap(tokens, random.Next(tokens.Count), random.Next(tokens.Count))),
        8 => Tokens(text, tokens => tokens[random.Next(tokens.Count)] = Pick(Split(Other(random)), random)),
        9 => Tokens(text, tokens => Change(tokens, random, token => Misspelt(token, random))),
        10 or 11 => Number(text, random),
        12 => text.Insert(random.Next(text.Length + 1), Pick(Odd, random)),
        13 => text.Insert(random.Next(text.Length + 1), Noise(random)),
        14 => text[..random.Next(text.Length + 1)],
        15 => random.Next(2) == 0 ? text.Replace("\n", "\r\n") : text.Replace("\n", "\r"),
        16 => Tokens(text, tokens => Change(tokens, random, token => random.Next(3) switch { 0 => $"[{token}]", 1 => $"{{ {token}: {token} }}", _ => $"\"{token}\"" })),
        _ => random.Next(8) == 0 ? text + Other(random) : text,
    };

    private static string Number(string text, Random random)
    {
        var found = Digits().Matches(text);
        if (found.Count == 0)
        {
            return text;
        }

        var one = found[random.Next(found.Count)];
        var other = random.Next(3) == 0 && int.TryParse(one.Value, out var value)
            ? (random.Next(4) switch { 0 => value + 1L, 1 => value - 1L, 2 => value * 2L, _ => value / 2L }).ToString(System.Globalization.CultureInfo.InvariantCulture)
            : Pick(Numbers, random);
        return text[..one.Index] + other + text[(one.Index + one.Length)..];
    }

    private static string Noise(Random random)
    {
        var noise = new char[1 + random.Next(12)];
        for (var i = 0; i < noise.Length; i++)
        {
            noise[i] = (char)random.Next(random.Next(2) == 0 ? 256 : 65_536);
        }

        return new string(noise);
    }

    private static string Misspelt(string token, Random random)
    {
        var at = random.Next(token.Length);
        return random.Next(3) switch
        {
            0 => token.Remove(at, 1),
            1 => token.Insert(at, ((char)('a' + random.Next(26))).ToString()),
            _ => token[..at] + char.ToUpperInvariant(token[at]) + token[(at + 1)..],
        };
    }

    private static string Other(Random random) => Pick(Pick(Seeds.All, random).Files, random).Text;

    private static string Lines(string text, Action<List<string>> change)
    {
        var lines = text.Split('\n').ToList();
        change(lines);
        return string.Join('\n', lines);
    }

    private static string Tokens(string text, Action<List<string>> change)
    {
        var tokens = Split(text);
        if (tokens.Count > 0)
        {
            change(tokens);
        }

        return string.Concat(tokens);
    }

    private static List<string> Split(string text) => [.. Token().Matches(text).Select(match => match.Value)];

    private static void Swap(List<string> parts, int a, int b) => (parts[a], parts[b]) = (parts[b], parts[a]);

    private static void Change(List<string> parts, Random random, Func<string, string> change)
    {
        var at = random.Next(parts.Count);
        parts[at] = parts[at].Length > 0 ? change(parts[at]) : parts[at];
    }

    private static T Pick<T>(IReadOnlyList<T> from, Random random) => from[random.Next(from.Count)];

    [GeneratedRegex(@"[\w.^-]+|\s+|.", RegexOptions.Singleline)]
    private static partial Regex Token();

    [GeneratedRegex(@"(?<![\w.])[0-9][\w.^-]*")]
    private static partial Regex Digits();
}
