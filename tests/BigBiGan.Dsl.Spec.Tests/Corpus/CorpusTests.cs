using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using BigBiGan.Dsl.Spec.Diagnostics;
using BigBiGan.Dsl.Spec.Workspace;

namespace BigBiGan.Dsl.Spec.Tests.Corpus;

/// <summary>
/// Wrong specs with all that is said of them, a file per theme. A case is <c>=== title</c>, its files (each begins with <c># name.yaml</c>;
/// one file is x.yaml), and lines as the build prints them, each with the text that it underlines. Every case may extend base and gan.
/// <c>BIGBIGAN_ACCEPT_SNAPSHOTS=1 dotnet test</c> writes what is said now, except where <c>CI=true</c>.
/// </summary>
public sealed partial class CorpusTests
{
    private const string Said = ">>> ";
    private const string Underlined = "  ^ ";

    private static readonly string Folder = Path.GetDirectoryName(Here())!;

    private static readonly (string Path, string Text)[] Shared = Page.Files(Resource.Text("shared.yaml"));

    public static TheoryData<string> Themes => [.. Directory.GetFiles(Folder, "*.corpus").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Themes))]
    public void What_is_wrong_is_said_as_the_corpus_has_it(string theme)
    {
        var path = Path.Combine(Folder, theme + ".corpus");
        var text = File.ReadAllText(path);
        var now = string.Concat(CaseStart().Split(text).Where(part => part.Length > 0).Select(Now));
        if (now == text)
        {
            return;
        }

        if (Environment.GetEnvironmentVariable("BIGBIGAN_ACCEPT_SNAPSHOTS") == "1" && Environment.GetEnvironmentVariable("CI") != "true")
        {
            File.WriteAllText(path, now);
            return;
        }

        var (before, after) = (CaseStart().Split(text), CaseStart().Split(now));
        Assert.Fail($"{theme}.corpus; what is said now, to paste or to accept:\n{string.Concat(after.Where((part, i) => part != before[i]))}");
    }

    [Fact]
    public void It_has_two_hundred_cases_and_every_rule_of_a_spec()
    {
        var all = string.Concat(Directory.GetFiles(Folder, "*.corpus").Select(File.ReadAllText));
        Assert.True(CaseStart().Count(all) >= 200);
        Assert.All(Rule.All.Where(rule => !rule.Id.StartsWith("BBG09", StringComparison.Ordinal)), rule => Assert.Contains($": error {rule.Id}: ", all));
    }

    [Fact]
    public void What_every_case_may_extend_is_sound() => Assert.Empty(Check.Problems(Shared));

    /// <summary>The case with what is said of it now.</summary>
    private static string Now(string part)
    {
        var lines = part.TrimEnd('\n').Split('\n').Where(line => !line.StartsWith(Said, StringComparison.Ordinal) && !line.StartsWith(Underlined, StringComparison.Ordinal)).ToList();
        var written = string.Concat(lines.Skip(1).Select(line => line + "\n"));
        var files = Page.Files(written.Length > 0 ? Letters(written) : "\n");
        var all = files.Concat(Shared).ToDictionary(file => file.Path, file => file.Text);
        var said = SpecSet.Read([.. files, .. Shared]).Problems.Select(placed =>
        {
            var underlined = all[placed.Problem.File].Substring(placed.Span.Start, placed.Span.Length);
            return $"{Said}{ProblemText.Of(placed.Problem, placed.Span, placed.Problem.File)}\n{Underlined}{underlined.Replace("\n", "\\n").Replace("\r", "\\r").Replace("\t", "\\t").Replace("\0", "\\0")}\n";
        }).ToList();
        return $"{lines[0]}\n{written}{(said.Count > 0 ? string.Concat(said) : Said + "nothing\n")}";
    }

    /// <summary>Letters that no editor shows are written by number: <c>⟨U+0009⟩</c>.</summary>
    private static string Letters(string text) =>
        Letter().Replace(text, match => ((char)int.Parse(match.Groups[1].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString());

    private static string Here([CallerFilePath] string path = "") => path;

    [GeneratedRegex(@"^(?==== )", RegexOptions.Multiline)]
    private static partial Regex CaseStart();

    [GeneratedRegex("⟨U\\+([0-9A-F]{4})⟩")]
    private static partial Regex Letter();
}
