using BigBiGan.Dsl.Generator.Tests.Harness;

namespace BigBiGan.Dsl.Generator.Tests.Incremental;

/// <summary>An edit redoes only what it changed: the counts, not the milliseconds.</summary>
public sealed class IncrementalTests
{
    private static Generation Many() => Generation.Of(
        [("tiny.yaml", Specs.Tiny), .. Enumerable.Range(0, 20).Select(i => ($"child{i}.yaml", $"variant: Child{i}\nextends: tiny\ntraining: {{ steps: {i + 100} }}\n"))]);

    [Fact]
    public void A_CSharp_edit_parses_and_emits_nothing()
    {
        var edited = Many().EditCSharp("class Unrelated;");

        Assert.Equal(0, edited.Work(StepNames.Read));
        Assert.Equal(0, edited.Work(StepNames.Compile));
        Assert.Equal(0, edited.Work(StepNames.Emit));
    }

    [Fact]
    public void A_leaf_edit_parses_one_and_emits_one()
    {
        var edited = Many().Edit("child3.yaml", "variant: Child3\nextends: tiny\ntraining: { steps: 77 }\n");

        Assert.Equal(1, edited.Work(StepNames.Read));
        Assert.Equal(1, edited.Work(StepNames.Compile));
        Assert.Equal(1, edited.Work(StepNames.Emit));
    }

    [Fact]
    public void A_comment_edit_parses_one_and_emits_none()
    {
        var edited = Many().Edit("child3.yaml", "# a word\nvariant: Child3\nextends: tiny\ntraining: { steps: 103 }\n");

        Assert.Equal(1, edited.Work(StepNames.Read));
        Assert.Equal(0, edited.Work(StepNames.File));
        Assert.Equal(0, edited.Work(StepNames.Emit));
    }

    [Fact]
    public void A_base_edit_parses_one_and_emits_it_and_its_dependants()
    {
        var edited = Many().Edit("tiny.yaml", Specs.Tiny.Replace("batch: 4", "batch: 8"));

        Assert.Equal(1, edited.Work(StepNames.Read));
        Assert.Equal(21, edited.Work(StepNames.Emit));
    }

    [Fact]
    public void A_deleted_spec_takes_its_class_along()
    {
        var edited = Many().Edit("child3.yaml", null);

        Assert.DoesNotContain(edited.Result.GeneratedSources, s => s.HintName == "child3.g.cs");
        Assert.DoesNotContain("Child3", edited["Variants"]);
        Assert.Empty(edited.CompilerErrors());
    }

    [Fact]
    public void A_comment_above_a_problem_moves_its_line()
    {
        var broken = Generation.Of(("tiny.yaml", Specs.Tiny.Replace("batch: 4", "batch: none")));
        var line = Assert.Single(broken.Problems).Location.GetLineSpan().StartLinePosition.Line;

        var moved = broken.Edit("tiny.yaml", "# one more line\n" + Specs.Tiny.Replace("batch: 4", "batch: none"));

        Assert.Equal(line + 1, Assert.Single(moved.Problems).Location.GetLineSpan().StartLinePosition.Line);
        Assert.Equal(0, moved.Work(StepNames.Emit));
    }

    [Fact]
    public void A_comment_in_a_base_moves_the_place_that_a_childs_problem_names()
    {
        var broken = Generation.Of(("tiny.yaml", Specs.Tiny), ("child.yaml", "variant: Child\nextends: tiny\nencoder: { image: 48 }\n"));
        Assert.StartsWith("`encoder.image` is `48`, but `image.size` is `32` (tiny.yaml:4); ", Assert.Single(broken.Problems).GetMessage());

        var moved = broken.Edit("tiny.yaml", "# one more line\n" + Specs.Tiny);

        Assert.StartsWith("`encoder.image` is `48`, but `image.size` is `32` (tiny.yaml:5); ", Assert.Single(moved.Problems).GetMessage());
        Assert.Equal(0, moved.Work(StepNames.Compile));
    }
}
