using System.Text.RegularExpressions;

namespace BigBiGan.Dsl.Package.Tests;

/// <summary>How a <c>dotnet</c> command ended and what it printed.</summary>
/// <param name="Folder">Where it ran: cut off from paths.</param>
internal sealed partial record BuildAnswer(int Code, string Out, string Folder)
{
    /// <summary>The lines of errors and warnings, each once (the summary repeats them), without the project at their end.</summary>
    public IReadOnlyList<string> Problems =>
    [
        .. Out.Split('\n').Where(line => ProblemLine().IsMatch(line))
            .Select(line => ProjectAtEnd().Replace(line.TrimEnd(), "").Replace(Folder + Path.DirectorySeparatorChar, "", StringComparison.Ordinal)).Distinct(),
    ];

    public BuildAnswer Succeeds()
    {
        Assert.True(Code == 0 && Problems.Count == 0, $"exit code {Code}\n{Out}");
        return this;
    }

    /// <summary>The command failed, and said just these lines.</summary>
    public void Fails(params string[] problems)
    {
        Assert.True(Code != 0, Out);
        Assert.Equal(problems, Problems);
    }

    [GeneratedRegex(@"(^|: )(error|warning) ([A-Z]+\d+)?: ")]
    private static partial Regex ProblemLine();

    [GeneratedRegex(@" \[[^\[\]]*proj\]$")]
    private static partial Regex ProjectAtEnd();
}
