using BigBiGan.Dsl.Generator.Tests.Harness;

namespace BigBiGan.Dsl.Generator.Tests.Problems;

/// <summary>What the build says of wrong specs, word for word, with line and column.</summary>
public sealed class ProblemTests
{
    [Fact]
    public void One_typo_is_one_error_and_the_rest_of_the_program_still_compiles()
    {
        var generation = Generation.Of(
            [("tiny.yaml", Specs.Tiny.Replace("channels: 2, blocks: biggan, shared: 4", "chanels: 2, blocks: biggan, shared: 4"))],
            "static class Use { public static void Run() { using var model = Lab.Tiny.Create(); _ = model.Encoder.Forward(model.Generator.Forward(model.Prior)); } }");

        Assert.Empty(generation.CompilerErrors());
        Assert.All(generation.Problems, p => Assert.StartsWith("models/tiny.yaml(", p.ToString(), StringComparison.Ordinal));
        Assert.Contains(generation.Problems, p => p.GetMessage().Contains("did you mean", StringComparison.Ordinal));
    }

    [Fact]
    public void All_faults_of_all_files_come_out_in_one_pass()
    {
        var generation = Generation.Of(
            ("one.yaml", Specs.Tiny.Replace("batch: 4", "batch: none").Replace("size: 8,", "size: 7,")),
            ("two.yaml", "variant: Two\nextends: nowhere\n"),
            ("three.yaml", "variant: [unclosed\n"));

        Assert.Equal(["models/one.yaml", "models/three.yaml", "models/two.yaml"], generation.Problems.Select(p => p.Location.GetLineSpan().Path).Distinct().Order());
    }

    [Theory]
    [InlineData("")]
    [InlineData("\t")]
    [InlineData("[")]
    [InlineData("- a\n- b\n")]
    [InlineData("variant: *nobody\n")]
    [InlineData("variant: class\n")]
    [InlineData("variant: 'x\"y'\n")]
    public void No_spec_makes_the_generator_throw(string text)
    {
        var generation = Generation.Of(("broken.yaml", text));

        Assert.Null(generation.Result.Exception);
        Assert.NotEmpty(generation.Problems);
        Assert.Empty(generation.CompilerErrors());
    }
}
