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
    public void The_matrix_of_github_has_a_job_per_cell_where_they_are_few_and_else_as_many_cells_a_job_as_it_is_told()
    {
        Assert.Equal(16, Matrix().Count);
        Assert.Equal("small/fashion, training.steps 600, seed 0", Matrix()[0].GetProperty("name").GetString());
        var jobs = Matrix("--cells-per-job", "5");
        Assert.Equal([5, 5, 5, 1], jobs.Select(job => job.GetProperty("cells").GetString()!.Split(' ').Length));
        Assert.Equal("cells-1-small-fashion-s0-and-4-more", jobs[0].GetProperty("job").GetString());
        var identities = Bigbigan.Run("grid", "plan", "small-ablations", "--format", "json").Succeeds().Json().GetProperty("cells").EnumerateArray().Select(cell => cell.GetProperty("identity").GetString()![..12]);
        Assert.Equal(identities, jobs.SelectMany(job => job.GetProperty("cells").GetString()!.Split(' ')));
    }

    [Fact]
    public void A_plan_against_a_revision_has_the_cells_that_are_stale_or_new_since_then_each_with_the_reason()
    {
        var repository = new GitRepository().TakeModels();
        var (grid, protocol) = (File.ReadAllText(Path.Combine(Repository.Root, "models/grids/ci.yaml")), "train-images: 200");
        repository.Write("models/grids/ci.yaml", null).Commit("without the grid");
        repository.Write("models/grids/ci.yaml", grid.Replace(protocol, "train-images: 199", StringComparison.Ordinal)).Commit("another protocol");
        repository.Write("models/grids/ci.yaml", grid.Replace("seeds: [0]", "seeds: [-1]", StringComparison.Ordinal)).Commit("not sound");
        repository.Write("models/grids/ci.yaml", grid).Commit("as it is");
        Assert.Equal(["new", "new"], Whys("HEAD~3"));
        Assert.Equal(["stale: protocol", "stale: protocol"], Whys("HEAD~2"));
        Assert.Equal(["new", "new"], Whys("HEAD~1"));
        Assert.Empty(Whys("HEAD"));
        Assert.Equal(["No cell is stale or new since HEAD."], Plan("HEAD").Succeeds().OutLines[^1..]);
        Assert.Equal("cells=0\nmatrix={\"include\":[]}\n", Plan("HEAD", "--format", "github-matrix", "--budget", "0h").Succeeds().Out);
        Assert.StartsWith("'nowhere' is neither a variant nor a revision", Plan("nowhere").Refusal());

        // what is too dear is refused before anything is printed for a job
        var dear = Plan("HEAD~2", "--format", "github-matrix", "--budget", "1e3");
        Assert.Equal("", dear.Out);
        Assert.Matches(
            @"^2 cells of grids/ci that are stale or new since HEAD~2 would cost \d\.\d+e\+\d+ multiply-adds, and the budget is 1\.0e\+3; --budget none plans them all the same$",
            dear.Refusal());
        Assert.Matches(@"would cost 0\.\d+ h on \w+, and the budget is 0\.0001h; ", Plan("HEAD~2", "--budget", "0.0001h").Refusal());
        Plan("HEAD~2", "--budget", "1h").Succeeds();

        string[] Whys(string revision) => [.. Plan(revision, "--format", "json").Succeeds().Json().GetProperty("cells").EnumerateArray().Select(cell => cell.GetProperty("why").GetString()!)];

        Answer Plan(string revision, params string[] more) => Bigbigan.RunIn(repository.Folder, ["grid", "plan", "ci", "--against", revision, .. more]);
    }

    [Fact]
    public void A_budget_of_hours_needs_a_speed() =>
        Assert.Equal(
            "--budget 2h is of hours, which grids/table1 has no calibration for; name one in its budget, give --profile, or give the budget in multiply-adds, such as 3e15",
            Bigbigan.Run("grid", "plan", "table1", "--budget", "2h").Refusal());

    private static List<JsonElement> Matrix(params string[] more)
    {
        var lines = Bigbigan.Run(["grid", "plan", "small-ablations", "--format", "github-matrix", .. more]).Succeeds().OutLines;
        Assert.Equal("cells=16", lines[0]);
        return [.. JsonDocument.Parse(lines[1]["matrix=".Length..]).RootElement.GetProperty("include").EnumerateArray()];
    }

    private static double Number(JsonElement element, string name) => element.GetProperty(name).GetDouble();
}
