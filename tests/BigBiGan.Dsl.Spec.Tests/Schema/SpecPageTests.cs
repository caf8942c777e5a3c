namespace BigBiGan.Dsl.Spec.Tests.Schema;

public sealed class SpecPageTests
{
    private static readonly string Text = Resource.Text("spec.md");

    public static TheoryData<string> Examples => [.. Page.Blocks(Text, "yaml")];

    [Theory]
    [MemberData(nameof(Examples))]
    public void Every_spec_of_the_page_is_sound(string block) => Assert.Empty(Check.Problems(Page.Files(block)));
}
