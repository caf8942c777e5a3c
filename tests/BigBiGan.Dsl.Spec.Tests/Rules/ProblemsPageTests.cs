using BigBiGan.Dsl.Spec.Diagnostics;
using BigBiGan.Dsl.Spec.Workspace;

namespace BigBiGan.Dsl.Spec.Tests.Rules;

/// <summary>docs/problems.md has an entry for every rule, and what it says happens.</summary>
public sealed class ProblemsPageTests
{
    private static readonly string Text = Resource.Text("problems.md");

    /// <summary>What the examples extend: the first block of the page.</summary>
    private static readonly (string Path, string Text)[] Shared = Page.Files(Page.Blocks(Text, "yaml")[0]);

    public static TheoryData<string> Ids => [.. Rule.All.Select(rule => rule.Id)];

    /// <summary>BBG09xx speaks of C#, which the generator's tests compile.</summary>
    public static TheoryData<string> SpecIds => [.. Rule.All.Select(rule => rule.Id).Where(id => !id.StartsWith("BBG09", StringComparison.Ordinal))];

    [Fact]
    public void Every_rule_has_one_entry_and_every_entry_a_rule() => Assert.Equal(
        Rule.All.Select(rule => rule.Id),
        Text.Split('\n').Where(line => line.StartsWith("## ", StringComparison.Ordinal)).Select(line => line[3..]));

    [Fact]
    public void Rules_stand_in_the_order_of_their_ids() => Assert.Equal(Rule.All.Select(rule => rule.Id).Order().Distinct(), Rule.All.Select(rule => rule.Id));

    [Fact]
    public void Every_rule_of_the_class_is_in_the_table() => Assert.Equal(
        typeof(Rule).GetFields().Where(field => field.IsStatic).Select(field => ((Rule)field.GetValue(null)!).Id).Order(),
        Rule.All.Select(rule => rule.Id));

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_entry_has_the_title_and_the_help_link_leads_to_it(string id)
    {
        var rule = Rule.All.Single(rule => rule.Id == id);
        Assert.Contains($"## {id}\n\n**{rule.Title}.** ", Text);
        Assert.Equal($"docs/problems.md#{id.ToLowerInvariant()}", rule.Help);
    }

    [Theory]
    [MemberData(nameof(SpecIds))]
    public void The_wrong_spec_has_the_problem_as_printed(string id)
    {
        var said = Assert.Single(Page.Blocks(Text, "text", id));
        var problems = Problems(Page.Blocks(Text, "yaml", id)[0]);
        Assert.Equal(said.TrimEnd(), string.Join("\n", problems));
        Assert.All(problems, problem => Assert.Contains(id, problem));
    }

    [Theory]
    [MemberData(nameof(SpecIds))]
    public void The_right_spec_has_no_problem(string id) => Assert.Empty(Problems(Page.Blocks(Text, "yaml", id)[1]));

    private static List<string> Problems(string block) =>
    [
        .. SpecSet.Read([.. Page.Files(block), .. Shared]).Problems
            .Select(placed => ProblemText.Of(placed.Problem, placed.Span, "models/" + placed.Problem.File)),
    ];
}
