using System.Text.RegularExpressions;
using BigBiGan.Cli.Tests.Harness;

namespace BigBiGan.Cli.Tests.Documentation;

/// <summary>A command that a page shows: a line of a block of shell or plain text, words between backquotes, or an example in a spec's comment.</summary>
/// <param name="Text">Without prompt and trailing comment.</param>
internal sealed partial record PrintedCommand(string Page, int Line, string Text)
{
    public string Place => $"{Page}({Line}): `{Text}`";

    /// <summary>All of the README, the docs and the specs, by page, in their order.</summary>
    public static ILookup<string, PrintedCommand> All { get; } = Pages()
        .SelectMany(page => (page.EndsWith(".md", StringComparison.Ordinal) ? OfMarkdown(page, Lines(page)) : OfSpec(page, Lines(page))).DistinctBy(command => command.Text))
        .ToLookup(command => command.Page);

    /// <summary>Every line of a block that says it is shell is a command; of a plain block, which may be an answer, those that begin like one of ours.</summary>
    public static IEnumerable<PrintedCommand> OfMarkdown(string page, IReadOnlyList<string> lines)
    {
        string? language = null;
        for (var i = 0; i < lines.Count; i++)
        {
            if (Fence().Match(lines[i]) is { Success: true } fence)
            {
                language = language is null ? fence.Groups[1].Value : null;
            }
            else if (language is null)
            {
                foreach (Match span in Span().Matches(lines[i]))
                {
                    if (Ours().IsMatch(span.Groups[1].Value) && !IsName(span.Groups[1].Value))
                    {
                        yield return new PrintedCommand(page, i + 1, span.Groups[1].Value);
                    }
                }
            }
            else if (language is "sh" or "bash" or "shell" or "console" or "")
            {
                var text = Comment().Replace(lines[i].Trim(), "");
                var bare = text.StartsWith("$ ", StringComparison.Ordinal) ? text[2..] : text;
                if (bare.Length > 0 && (Ours().IsMatch(bare) || language.Length > 0))
                {
                    yield return new PrintedCommand(page, i + 1, bare);
                }
            }
        }
    }

    /// <summary>Lines <c>#   bigbigan ...</c>, with an explanation after two spaces.</summary>
    private static IEnumerable<PrintedCommand> OfSpec(string page, IReadOnlyList<string> lines) => lines
        .Select((line, i) => (Example: Example().Match(line), Line: i + 1))
        .Where(found => found.Example.Success)
        .Select(found => new PrintedCommand(page, found.Line, found.Example.Groups[1].Value.TrimEnd('.')));

    /// <summary>Whether a text names a program or one of its commands, such as <c>bigbigan check</c>, and asks nothing of it.</summary>
    private static bool IsName(string text)
    {
        var words = text.Split(' ').SkipWhile(word => Setting().IsMatch(word)).ToArray();
        return words.Length == 1 || (words.Length == 2 && Verb().IsMatch(words[1]));
    }

    private static IEnumerable<string> Pages() => new[] { "README.md" }
        .Concat(Under("docs", "*.md"))
        .Concat(Under("models", "*.yaml"));

    private static IEnumerable<string> Under(string folder, string pattern) => Directory
        .EnumerateFiles(Path.Combine(Repository.Root, folder), pattern, SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(Repository.Root, path))
        .Where(path => !path.Split('/').Any(part => part is "bin" or "obj"))
        .Order(StringComparer.Ordinal);

    private static string[] Lines(string page) => File.ReadAllLines(Path.Combine(Repository.Root, page));

    [GeneratedRegex("^ *```([a-z]*)")]
    private static partial Regex Fence();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Span();

    [GeneratedRegex(@"^([A-Z_]+=\S+ )*((\./)?bigbigan|dotnet|\.ci/run)( |$)")]
    private static partial Regex Ours();

    [GeneratedRegex(@"^[A-Z_]+=\S+$")]
    private static partial Regex Setting();

    [GeneratedRegex("^[a-z]+$")]
    private static partial Regex Verb();

    [GeneratedRegex(@"\s*(^|\s)#.*$")]
    private static partial Regex Comment();

    [GeneratedRegex(@"^#.*?(?<![-\w])(bigbigan .+?)(  .*)?$")]
    private static partial Regex Example();
}
