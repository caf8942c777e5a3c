using System.Text.RegularExpressions;

namespace BigBiGan.Dsl.Spec.Tests;

/// <summary>The fenced blocks of a page of docs/.</summary>
internal static partial class Page
{
    /// <summary>All blocks of one language under a heading, or of the whole page.</summary>
    public static IReadOnlyList<string> Blocks(string page, string language, string? heading = null)
    {
        var text = heading is null ? page : page.Split("\n## ").Single(section => section.StartsWith(heading + "\n", StringComparison.Ordinal));
        return [.. Fence().Matches(text).Where(match => match.Groups[1].Value == language).Select(match => match.Groups[2].Value)];
    }

    /// <summary>The files of a block: each begins with a line <c># name.yaml</c>; a block without one is x.yaml.</summary>
    public static (string Path, string Text)[] Files(string block) =>
    [
        .. FileStart().Split(block).Where(part => part.Length > 0)
            .Select(part => (FileName().Match(part) is { Success: true } name ? name.Groups[1].Value : "x.yaml", part)),
    ];

    [GeneratedRegex(@"^```(\w+)\n(.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"^(?=# \S+\.ya?ml$)", RegexOptions.Multiline)]
    private static partial Regex FileStart();

    [GeneratedRegex(@"\A# (\S+\.ya?ml)\n")]
    private static partial Regex FileName();
}
