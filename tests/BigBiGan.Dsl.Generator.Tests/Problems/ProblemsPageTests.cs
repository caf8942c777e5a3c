using System.Text.RegularExpressions;
using BigBiGan.Dsl.Generator.Tests.Harness;

namespace BigBiGan.Dsl.Generator.Tests.Problems;

/// <summary>The C# examples of docs/problems.md: the wrong ones say what the page says, the mended ones say nothing.</summary>
public sealed partial class ProblemsPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "problems.md")).Replace("\r\n", "\n");

    private const string Gate = "layer: gate\nclass: MyLab.Gate\nparameters: 0\nmultiply-adds: 0\n";

    [Theory]
    [InlineData("BBG0901")]
    [InlineData("BBG0902")]
    [InlineData("BBG0903")]
    [InlineData("BBG0904")]
    public void The_wrong_class_says_what_the_page_says_and_the_mended_one_nothing(string id)
    {
        var section = Section(id);
        (string, string)[] specs = id == "BBG0904" ? [("x.yaml", Specs.Tiny), ("gate.yaml", Gate)] : [("x.yaml", Specs.Tiny)];
        var (code, said) = (Blocks(section, "csharp"), Blocks(section, "text"));

        Assert.Equal(said.Single().Trim(), Assert.Single(Generation.Of(specs, code[0]).Problems).ToString());
        Assert.Empty(Generation.Of(specs, code[1]).Problems);
    }

    internal static string Section(string id) => Page.Split("\n## ").Single(text => text.StartsWith(id, StringComparison.Ordinal));

    internal static List<string> Blocks(string section, string language) =>
        [.. Fence().Matches(section).Where(match => match.Groups[1].Value == language).Select(match => match.Groups[2].Value)];

    [GeneratedRegex(@"^```(\w+)\n(.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Fence();
}
