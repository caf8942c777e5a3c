using BigBiGan.Dsl.Generator.Reports;
using BigBiGan.Dsl.Generator.Tests.Harness;
using Microsoft.CodeAnalysis.CSharp;

namespace BigBiGan.Dsl.Generator.Tests.Problems;

/// <summary>What the project around the specs may do: hand none over, have the compiler by way of a reference, or speak an old C#.</summary>
public sealed class ProjectTests
{
    private const string Use = "static class Use { public static void Run() { using var model = Lab.Tiny.Create(); using var z = model.Prior.Sample(1, new BigBiGan.Dsl.Randomness.CounterRandom(0, \"z\")); using var x = model.Generator.Forward(z); _ = Lab.Tiny.Description; } }";

    private const string Lab = "grid: Lab\nvariants: [tiny]\nseeds: [0]\ndata: fashion-mini\nproduct: { training.batch: [8, 16] }\n";

    [Fact]
    public void Without_a_spec_nothing_is_written() => Assert.Empty(Generation.Of().Result.GeneratedSources);

    [Fact]
    public void The_first_spec_brings_the_list_and_the_last_takes_it_along()
    {
        var generation = Generation.Of().Edit("tiny.yaml", Specs.Tiny);
        Assert.Equal(["Tensors.g.cs", "Variants.g.cs", "tiny.g.cs"], Hints(generation));
        Assert.Empty(generation.Edit("tiny.yaml", null).Result.GeneratedSources);
    }

    [Theory]
    [InlineData("BigBiGanSpec", "mine.YAML")]
    [InlineData("BigBiGanBeside", "mine.yml")]
    public void A_spec_under_another_ending_is_told_and_not_compiled(string metadata, string path)
    {
        var generation = Generation.Of([new SpecSource(path, Specs.Tiny, metadata: metadata)], LanguageVersion.Latest);
        Assert.Equal(
            $"models/{path}(1,1): error BBG0305: `variant` makes this a spec, and nothing reads it: specs end in `.yaml`, in small letters; rename it to `mine.yaml`",
            Assert.Single(generation.Problems).ToString());
        Assert.Empty(generation.Result.GeneratedSources);
    }

    [Theory]
    [InlineData("on: push\njobs: {}\n")]
    [InlineData("- a\n- b\n")]
    [InlineData("a: [\n")]
    [InlineData("")]
    [InlineData("variant: Mine # bigbigan: allow BBG0305 because it is a draft\n")]
    public void Another_programs_file_and_an_allowed_one_are_left_alone(string text) =>
        Assert.Empty(Generation.Of([new SpecSource("ci.yml", text, metadata: "BigBiGanBeside")], LanguageVersion.Latest).Problems);

    [Fact]
    public void A_spec_in_a_project_that_compiles_none_is_told_as_the_page_says()
    {
        var section = ProblemsPageTests.Section("BBG0905");
        var generation = Generation.Of([new SpecSource("mine.yaml", ProblemsPageTests.Blocks(section, "yaml").Single(), metadata: "BigBiGanStray")], LanguageVersion.Latest);
        Assert.Equal(ProblemsPageTests.Blocks(section, "text").Single().Trim(), Assert.Single(generation.Problems).ToString());
        Assert.Empty(generation.Result.GeneratedSources);

        string[] quiet = ["on: push\n", "variant: Mine # bigbigan: allow BBG0905 because a test reads it\n"];
        Assert.All(quiet, text => Assert.Empty(Generation.Of([new SpecSource("mine.yaml", text, metadata: "BigBiGanStray")], LanguageVersion.Latest).Problems));
    }

    [Theory]
    [InlineData(LanguageVersion.CSharp8)]
    [InlineData(LanguageVersion.CSharp9)]
    [InlineData(LanguageVersion.CSharp10)]
    [InlineData(LanguageVersion.CSharp11)]
    public void An_old_language_is_one_problem(LanguageVersion language)
    {
        var generation = Generation.Of(Files, language, Use);
        var said = ProblemsPageTests.Blocks(ProblemsPageTests.Section("BBG0906"), "text").Single().Trim();
        Assert.Equal(said.Replace("11.0", language.ToDisplayString(), StringComparison.Ordinal), Assert.Single(generation.Problems).ToString());
        Assert.Empty(generation.CompilerErrors());
    }

    [Fact]
    public void The_language_that_it_names_compiles_all_of_it()
    {
        var generation = Generation.Of(Files, LanguageFault.Needed, Use);
        Assert.Empty(generation.Problems);
        Assert.Empty(generation.CompilerErrors());
        Assert.Contains("Grids.g.cs", Hints(generation));
    }

    private static SpecSource[] Files => [new("tiny.yaml", Specs.Tiny), new("grids/lab.yaml", Lab.Replace("[tiny]", "[../tiny]", StringComparison.Ordinal))];

    private static IEnumerable<string> Hints(Generation generation) => generation.Result.GeneratedSources.Select(source => source.HintName).Order(StringComparer.Ordinal);
}
