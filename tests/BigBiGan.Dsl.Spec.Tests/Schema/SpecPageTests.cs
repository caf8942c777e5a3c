using BigBiGan.Dsl.Spec.Schema;

namespace BigBiGan.Dsl.Spec.Tests.Schema;

public sealed class SpecPageTests
{
    private static readonly string Text = Resource.Text("spec.md");

    public static TheoryData<string> Examples => [.. Page.Blocks(Text, "yaml")];

    [Fact]
    public void The_table_of_docs_spec_is_the_table_of_keys() => WrittenFile.CompareTable(KeyTable.Write(SpecKeys.Table), "docs", "spec.md");

    [Theory]
    [MemberData(nameof(Examples))]
    public void Every_spec_of_the_page_is_sound(string block) => Assert.Empty(Check.Problems(Page.Files(block)));
}
