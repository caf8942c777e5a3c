using System.Collections.Immutable;
using BigBiGan.Dsl.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace BigBiGan.Dsl.Generator.Tests.Incremental;

/// <summary>How much is done again does not depend on how many specs there are.</summary>
public sealed class ManySpecsTests
{
    private const string Comment = "# one more word\n";

    [Theory]
    [InlineData(10)]
    [InlineData(40)]
    public void An_edit_redoes_what_it_changed_and_no_more(int specs)
    {
        var (all, dependants) = (ManySpecs.Of(specs), ManySpecs.Dependants(specs));
        var cold = Generation.Of([.. all, (ManySpecs.Grid, ManySpecs.GridText)]);
        Assert.Empty(cold.Problems);

        Assert.Equal(new Done(Reads: specs + 1, Files: specs + 1, Compiles: specs, Emits: specs, Grids: 1, GridEmits: 1), Done.In(cold));
        Assert.Equal(new Done(), Done.In(cold.EditCSharp("class Unrelated;")));
        Assert.Equal(new Done(Reads: 1), Done.In(cold.Edit(ManySpecs.Leaf, Comment + ManySpecs.ChildText(3))));
        Assert.Equal(new Done(Reads: 1), Done.In(cold.Edit(ManySpecs.Grid, Comment + ManySpecs.GridText)));
        Assert.Equal(new Done(Reads: 1, Files: 1, Compiles: 1, Emits: 1), Done.In(cold.Edit(ManySpecs.Leaf, ManySpecs.ChildText(3, steps: 77))));

        // the grid compares the base and two that extend it
        Assert.Equal(
            new Done(Reads: 1, Files: 1, Compiles: dependants + 1, Emits: dependants + 1, Grids: 1, GridEmits: 1),
            Done.In(cold.Edit(ManySpecs.Base, ManySpecs.BaseText(0, batch: 8))));
        Assert.Equal(
            new Done(Reads: 1, Files: 1, Grids: 1, GridEmits: 1),
            Done.In(cold.Edit(ManySpecs.Grid, ManySpecs.GridText.Replace("3e-4", "4e-4", StringComparison.Ordinal))));
    }

    /// <summary>Roslyn's own record of steps grows with the third power of the specs: here texts count how often they are read, and files that are written again are other objects.</summary>
    [Fact]
    public void With_a_thousand_specs_an_edit_reads_one_and_writes_what_depends_on_it()
    {
        const int Specs = 1000;
        var compilation = CSharpCompilation.Create("Lab");
        var files = ManySpecs.Of(Specs).Append((Path: ManySpecs.Grid, Text: ManySpecs.GridText)).ToDictionary(file => file.Path, file => new SpecSource(file.Path, file.Text));
        GeneratorDriver driver = CSharpGeneratorDriver.Create([new VariantGenerator().AsSourceGenerator()], files.Values, CSharpParseOptions.Default, new SpecOptions());
        var written = ImmutableHashSet<object>.Empty;

        Assert.Equal((Specs + 1, Specs + 3), Work(without: 4)); // six cells are variants of their own, of three classes; the tensors and the lists of variants, grids and cells are left out

        compilation = compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText("class Unrelated;"));
        Assert.Equal((0, 0), Work());
        Assert.Equal((1, 0), Edit(ManySpecs.Leaf, Comment + ManySpecs.ChildText(3)));
        Assert.Equal((1, 1), Edit(ManySpecs.Leaf, ManySpecs.ChildText(3, steps: 77)));
        Assert.Equal((1, ManySpecs.Dependants(Specs) + 1 + 3 + 1), Edit(ManySpecs.Base, ManySpecs.BaseText(0, batch: 8))); // with the cells' classes and the file that lists them

        (int Reads, int Written) Edit(string path, string text)
        {
            var edited = new SpecSource(path, text);
            driver = driver.ReplaceAdditionalText(files[path], edited);
            files[path] = edited;
            return Work();
        }

        (int Reads, int Written) Work(int without = 0)
        {
            var before = files.Values.Sum(file => file.Reads);
            driver = driver.RunGenerators(compilation);
            var now = driver.GetRunResult().Results.Single().GeneratedSources.Select(source => (object)source.SourceText).ToImmutableHashSet<object>(ReferenceEqualityComparer.Instance);
            var count = now.Except(written).Count;
            written = now;
            return (files.Values.Sum(file => file.Reads) - before, count - without);
        }
    }

    /// <summary>What the stages did anew.</summary>
    private sealed record Done(int Reads = 0, int Files = 0, int Compiles = 0, int Emits = 0, int Grids = 0, int GridEmits = 0)
    {
        public static Done In(Generation run) => new(
            run.Work(StepNames.Read), run.Work(StepNames.File), run.Work(StepNames.Compile), run.Work(StepNames.Emit),
            run.Work(StepNames.GridCompile), run.Work(StepNames.GridEmit));
    }
}
