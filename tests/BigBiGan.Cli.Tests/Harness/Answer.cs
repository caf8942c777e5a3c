using System.Text.Json;
using System.Text.RegularExpressions;

namespace BigBiGan.Cli.Tests.Harness;

/// <summary>How a command ended and what it said.</summary>
internal sealed partial record Answer(int Code, string Out, string Error)
{
    public string[] OutLines => Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Without warnings and notes, and without the progress that a slow machine shows.</summary>
    public string[] ErrorLines => [.. Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line =>
        !line.StartsWith("bigbigan: warning:", StringComparison.Ordinal) && !line.StartsWith("bigbigan: note:", StringComparison.Ordinal)
        && (line.StartsWith("bigbigan: ", StringComparison.Ordinal) || !Progress().IsMatch(line)))];

    public Answer Succeeds()
    {
        Assert.True(Code == 0, $"exit code {Code}\n{Out}\n{Error}");
        return this;
    }

    /// <summary>Exit code 1, and one line on standard error that says why.</summary>
    public string Refusal()
    {
        Assert.True(Code == 1, $"exit code {Code}\n{Out}\n{Error}");
        var line = Assert.Single(ErrorLines);
        Assert.StartsWith("bigbigan: ", line);
        return line["bigbigan: ".Length..];
    }

    /// <summary>The exit code of what goes on when it is asked to, and the line that says how.</summary>
    public string Interruption()
    {
        Assert.True(Code == 75, $"exit code {Code}\n{Out}\n{Error}");
        return ErrorLines[^1];
    }

    [GeneratedRegex("^[^:]+: [0-9]+ of [0-9]+")]
    private static partial Regex Progress();

    /// <summary>Standard output as one JSON document.</summary>
    public JsonElement Json() => JsonDocument.Parse(Out).RootElement;
}
