using BigBiGan.Dsl.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using VerifyXunit;

namespace BigBiGan.Dsl.Generator.Tests.Grids;

public sealed class GridEmissionTests
{
    private const string Lab = """
        grid: Lab1
        summary: two batches & two seeds
        variants: [../tiny, ../no-unaries]
        seeds: [0, 7]
        data: fashion-mini
        product: { training.batch: [4, 8] }
        exclude: [{ variant: ../no-unaries, seed: 7 }]
        protocol: { samples: 100 }

        """;

    private static readonly (string Path, string Text)[] Specs3 =
        [("tiny.yaml", Specs.Tiny), ("no-unaries.yaml", Specs.NoUnaries), ("grids/lab.yaml", Lab)];

    [Fact]
    public void A_grid_is_a_typed_list_that_reads_as_if_written_by_hand()
    {
        var generation = Generation.Of(
            Specs3,
            "static class Use { static BigBiGan.Dsl.VariantModel Run() => Lab.Grids.Lab1.Cells[0].Variant.Create(TorchSharp.torch.CPU, Lab.Grids.All[0].Cells[1].Seed); }");

        Assert.Empty(generation.Problems);
        Assert.Empty(generation.CompilerErrors());
        Verifier.Verify(generation.Driver, only: ["grids.lab.grid.g.cs", "Grids.g.cs"]);
    }

    [Fact]
    public void A_cell_that_is_a_variant_uses_its_class_and_another_has_one_of_its_own_with_shared_networks()
    {
        var generation = Generation.Of(Specs3);

        Assert.Contains("_Tiny = new(global::Lab.Tiny.Description, \"tiny.yaml\"", generation["grids.lab.grid"]);
        Assert.Contains("_TinyBatch8 = new(global::Lab.Cells.Lab1.TinyBatch8.Description, \"grids/lab.yaml\"", generation["grids.lab.grid"]);
        var cell = generation.Result.GeneratedSources.Single(source => source.HintName.StartsWith("grids.lab.TinyBatch8.cell+", StringComparison.Ordinal)).SourceText.ToString();
        Assert.Contains("Batch: 8,", cell);
        Assert.Contains("public global::Lab.TinyGenerator Generator", cell);
        Assert.DoesNotContain("class TinyBatch8Generator", cell);
        Assert.DoesNotContain("TinyBatch8", generation["Variants"]);
    }

    [Fact]
    public void A_network_that_only_cells_have_is_emitted_once()
    {
        var generation = Generation.Of(
            ("tiny.yaml", Specs.Tiny),
            ("grids/lab.yaml", Lab.Replace(", ../no-unaries", "").Replace("exclude: [{ variant: ../no-unaries, seed: 7 }]\n", "").Replace("training.batch: [4, 8]", "generator.channels: [4], training.batch: [4, 8]")));

        Assert.Empty(generation.Problems);
        Assert.Empty(generation.CompilerErrors());
        var all = string.Concat(generation.Result.GeneratedSources.Select(source => source.SourceText.ToString()));
        Assert.Equal(2, all.Split("class TinyGenerator").Length + all.Split("class TinyBatch4Generator").Length + all.Split("class TinyBatch8Generator").Length - 3);
    }

    [Fact]
    public void Cells_that_differ_in_numbers_share_a_class_and_its_networks()
    {
        var generation = Generation.Of(
            ("tiny.yaml", Specs.Tiny),
            ("grids/lab.yaml", """
                grid: Lab1
                variants: [../tiny]
                seeds: [0]
                data: fashion-mini
                product: { generator.channels: [2, 3, 4], training.discriminator-steps: [1, 2, 3], objective.weights.z: [0.5, 0.25] }

                """));

        Assert.Empty(generation.Problems);
        Assert.Empty(generation.CompilerErrors());
        Assert.Equal(18, generation["grids.lab.grid"].Split("static readonly global::BigBiGan.Dsl.VariantEntry").Length - 1);
        Verifier.Verify(generation.Driver, only: generation.Result.GeneratedSources.Select(source => source.HintName).Where(name => name.Contains(".cell+", StringComparison.Ordinal)).ToArray());
    }

    /// <summary>What an editor pays at each key is by files and steps: a grid at its limit has no more of them than a small one.</summary>
    [Fact]
    public void A_grid_at_its_limit_is_two_files_and_no_work_for_another_edit()
    {
        var numbers = Enumerable.Range(1, 16).ToList();
        var grid = $"""
            grid: Large
            variants: [../tiny]
            seeds: [0]
            data: fashion-mini
            product:
              training.batch: [{string.Join(", ", numbers.Select(number => number + 10))}]
              generator.channels: [{string.Join(", ", numbers.Select(number => number + 4))}]
              training.learning-rate.D: [{string.Join(", ", numbers.Select(number => $"{number + 1}e-3"))}]

            """;
        var generation = Generation.Of(("tiny.yaml", Specs.Tiny), ("grids/large.yaml", grid));
        Assert.Empty(generation.Problems);
        Assert.Equal(4096, generation["grids.large.grid"].Split("static readonly global::BigBiGan.Dsl.VariantEntry").Length - 1);
        Assert.Equal(2, generation.Result.GeneratedSources.Count(source => source.HintName.StartsWith("grids.large.", StringComparison.Ordinal)));

        var edit = generation.EditCSharp("class Unrelated;");
        Assert.Equal((0, 0, 0), (edit.Work(StepNames.GridCompile), edit.Work(StepNames.GridSource), edit.Work(StepNames.GridEmit)));
    }

    [Fact]
    public void A_faulty_grid_is_one_error_and_code_that_uses_it_still_compiles()
    {
        var generation = Generation.Of(
            [("tiny.yaml", Specs.Tiny), ("grids/lab.yaml", "grid: Lab1\nvariants: [../tiny]\nseeds: [0]\ndata: x\nproduct: { latent.size: [7] }\n")],
            "static class Use { static int Run() => Lab.Grids.Lab1.Cells.Count; }");

        var problem = Assert.Single(generation.Problems);
        Assert.StartsWith("models/grids/lab.yaml(5,26): error BBG0401: ", problem.ToString());
        Assert.Empty(generation.CompilerErrors());
    }

    [Theory]
    [InlineData("grid: \n")]
    [InlineData("grid: class\n")]
    [InlineData("grid: [\n")]
    [InlineData("grid: All\nvariants: [../tiny]\nseeds: [0]\ndata: x\n")]
    [InlineData("grid: Lab\nvariants: [lab]\nproduct: { training: 3 }\n")]
    public void No_grid_makes_the_generator_throw(string text)
    {
        var generation = Generation.Of(("tiny.yaml", Specs.Tiny), ("grids/lab.yaml", text));

        Assert.Null(generation.Result.Exception);
        Assert.NotEmpty(generation.Problems);
    }

    [Fact]
    public void A_comment_edit_expands_nothing_and_an_edit_of_another_spec_neither()
    {
        var generation = Generation.Of([.. Specs3, ("other.yaml", Specs.Tiny.Replace("variant: Tiny", "variant: Other"))]);

        var comment = generation.Edit("grids/lab.yaml", "# a word\n" + Lab);
        Assert.Equal((0, 0), (comment.Work(StepNames.GridCompile), comment.Work(StepNames.GridEmit)));

        var other = generation.Edit("other.yaml", Specs.Tiny.Replace("variant: Tiny", "variant: Other").Replace("steps: 10", "steps: 11"));
        Assert.Equal((0, 0), (other.Work(StepNames.GridCompile), other.Work(StepNames.GridEmit)));
    }
}
