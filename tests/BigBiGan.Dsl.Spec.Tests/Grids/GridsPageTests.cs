using System.Text.Json.Nodes;
using BigBiGan.Dsl.Docs;
using BigBiGan.Dsl.Spec.Diagnostics;
using BigBiGan.Dsl.Spec.GridSchema;
using BigBiGan.Dsl.Spec.Workspace;

namespace BigBiGan.Dsl.Spec.Tests.Grids;

/// <summary>docs/grids.md tells what grids do.</summary>
public sealed class GridsPageTests
{
    private static readonly string Text = Resource.Text("grids.md");

    public static TheoryData<string> Paths => [.. GridKeys.Table.All.Select(key => key.Path)];

    [Fact]
    public void The_schema_is_json_with_every_key() => Assert.Equal(
        GridKeys.Table.All.Select(key => key.Segments[0]).Distinct(),
        JsonNode.Parse(JsonSchema.Write(GridKeys.Table))!["properties"]!.AsObject().Select(property => property.Key));

    [Fact]
    public void The_example_of_the_page_has_as_many_cells_as_it_says()
    {
        var files = Page.Files(Assert.Single(Page.Blocks(Text, "yaml")));
        Assert.Empty(Check.Problems(files));
        var grid = Assert.Single(SpecSet.Read(files).Grids);
        Assert.Equal((10, 6), (grid.Cells.Count(cell => cell.VariantPath == "small/fashion"), grid.Cells.Count(cell => cell.VariantPath == "small/no-e")));
        Assert.Contains(grid.Cells, cell => cell.Variant.Name == "FashionLearningRateE0_001LearningRateD0_0002DiscriminatorSteps4");
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void The_example_of_a_key_is_a_value_of_it(string path)
    {
        var key = GridKeys.Table.Find(path)!;
        var text = path.Split('.') is [var group, var name] ? $"{group}: {{ {name}: {key.Example} }}" : $"{path}: {key.Example}";
        var file = SpecReader.Read("grids/lab.yaml", path == "grid" ? text : $"grid: Lab\n{text}").File;
        Assert.DoesNotContain(file.Problems, problem => problem.Rule != Rule.MissingKey);
    }
}
