using System.Text.Json;
using BigBiGan.Cli.Tests.Harness;

namespace BigBiGan.Cli.Tests;

public sealed class GridTests
{
    [Fact]
    public void Table_1_has_every_row_of_imagenet_with_three_seeds()
    {
        var grid = Bigbigan.Run("grid", "plan", "table1", "--format", "json").Succeeds().Json();
        var rows = Directory.GetFiles(Path.Combine(Repository.Root, "models", "imagenet"), "*.yaml").Select(file => $"imagenet/{Path.GetFileNameWithoutExtension(file)}").Order(StringComparer.Ordinal);
        var cells = grid.GetProperty("cells").EnumerateArray().ToList();
        Assert.Equal(rows, cells.Select(cell => cell.GetProperty("variant").GetString()).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(19 * 3, cells.Count);
        Assert.Equal(cells.Count, cells.Select(cell => cell.GetProperty("identity").GetString()).Distinct().Count());
        Assert.Empty(grid.GetProperty("folded").EnumerateArray());
    }

    [Fact]
    public void Cost_is_multiply_adds_by_batch_by_updates_by_steps()
    {
        var cell = Bigbigan.Run("grid", "plan", "SmallAblations", "--format", "json").Succeeds().Json().GetProperty("cells")[0];
        Assert.Equal(600, Number(cell, "steps"));
        Assert.Equal(3, Number(cell, "updates"));
        Assert.Equal(Number(cell, "multiplyAdds") * Number(cell, "batch") * Number(cell, "updates") * Number(cell, "steps"), Number(cell, "cost"));
        var described = Bigbigan.Run("describe", "small/fashion", "--json").Succeeds().Json().GetProperty("networks").EnumerateObject();
        Assert.Equal(described.Sum(network => Number(network.Value, "parameters")), Number(cell, "parameters"));
    }

    [Fact]
    public void The_table_shows_every_cell_with_its_identity()
    {
        var cells = Bigbigan.Run("grid", "plan", "small-ablations", "--format", "json").Succeeds().Json().GetProperty("cells").EnumerateArray().ToList();
        Assert.True(cells.Count >= 12);
        var table = Bigbigan.Run("grid", "plan", "small-ablations").Succeeds().Out;
        Assert.All(cells, cell => Assert.Contains(cell.GetProperty("identity").GetString()![..12], table));
        Assert.Contains($"{cells.Count} cells of ", table);
    }

    [Fact]
    public void The_matrix_of_github_is_one_line_with_a_job_per_cell()
    {
        var line = Assert.Single(Bigbigan.Run("grid", "plan", "small-ablations", "--format", "github-matrix").Succeeds().OutLines);
        Assert.StartsWith("matrix={\"include\":[{\"cell\":\"", line);
        var jobs = JsonDocument.Parse(line["matrix=".Length..]).RootElement.GetProperty("include").EnumerateArray().ToList();
        Assert.Equal(16, jobs.Count);
        Assert.Equal("small/fashion, training.steps 600, seed 0", jobs[0].GetProperty("name").GetString());
    }

    private static double Number(JsonElement element, string name) => element.GetProperty(name).GetDouble();
}
