using BigBiGan.Dsl.Generator.Tests.Harness;

namespace BigBiGan.Dsl.Generator.Tests.Incremental;

/// <summary>How much is done again does not depend on how many specs there are.</summary>
public sealed class ManySpecsTests
{
    private const string Comment = "# one more word\n";

    [Theory]
    [InlineData(10)]
    [InlineData(100)]
    public void An_edit_redoes_what_it_changed_and_no_more(int specs)
    {
        var (all, dependants) = (ManySpecs.Of(specs), ManySpecs.Dependants(specs));
        var cold = Generation.Of([.. all, (ManySpecs.Grid, ManySpecs.GridText)]);
        Assert.Empty(cold.Problems);

        Assert.Equal(new Done(Reads: specs + 1, Files: specs + 1, Compiles: specs, Emits: specs, Grids: 1, CellEmits: 6, GridLists: 1), Done.In(cold));
        Assert.Equal(new Done(), Done.In(cold.EditCSharp("class Unrelated;")));
        Assert.Equal(new Done(Reads: 1), Done.In(cold.Edit(ManySpecs.Leaf, Comment + ManySpecs.ChildText(3))));
        Assert.Equal(new Done(Reads: 1), Done.In(cold.Edit(ManySpecs.Grid, Comment + ManySpecs.GridText)));
        Assert.Equal(new Done(Reads: 1, Files: 1, Compiles: 1, Emits: 1), Done.In(cold.Edit(ManySpecs.Leaf, ManySpecs.ChildText(3, steps: 77))));

        // the grid compares the base and two that extend it
        Assert.Equal(
            new Done(Reads: 1, Files: 1, Compiles: dependants + 1, Emits: dependants + 1, Grids: 1, CellEmits: 6, GridLists: 1),
            Done.In(cold.Edit(ManySpecs.Base, ManySpecs.BaseText(0, batch: 8))));
        Assert.Equal(
            new Done(Reads: 1, Files: 1, Grids: 1, CellEmits: 3, GridLists: 1),
            Done.In(cold.Edit(ManySpecs.Grid, ManySpecs.GridText.Replace("3e-4", "4e-4", StringComparison.Ordinal))));
    }

    /// <summary>What the stages did anew.</summary>
    private sealed record Done(int Reads = 0, int Files = 0, int Compiles = 0, int Emits = 0, int Grids = 0, int CellEmits = 0, int GridLists = 0)
    {
        public static Done In(Generation run) => new(
            run.Work(StepNames.Read), run.Work(StepNames.File), run.Work(StepNames.Compile), run.Work(StepNames.Emit),
            run.Work(StepNames.GridCompile), run.Work(StepNames.CellEmit), run.Work(StepNames.GridEmit));
    }
}
