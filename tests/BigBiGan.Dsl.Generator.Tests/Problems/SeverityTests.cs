using BigBiGan.Dsl.Generator.Tests.Harness;

namespace BigBiGan.Dsl.Generator.Tests.Problems;

/// <summary>What people may decide about a problem, and what comes of it; through the SDK's own compiler.</summary>
public sealed class SeverityTests
{
    private const string TwoChanges = """
        variant: Point
        extends: tiny
        ablates: encoder.posterior
        encoder: { posterior: point }
        training: { batch: 8 }

        """;

    private const string Said = "`ablates` is `encoder.posterior`, but `training.batch` moved from `4` (tiny.yaml:16) to `8` (line 5); expected one change: undo the rest, or widen `ablates`; in effect E: output [N, 16] -> [N, 8], parameters 2,692 -> 2,620 and multiply-adds 807,616 -> 807,552";

    private static readonly (string Path, string Text) Tiny = ("tiny.yaml", Specs.Tiny);

    [Fact]
    public void A_second_change_is_an_error_and_the_log_knows_its_line()
    {
        using var run = new CompilerRun("", "", Tiny, ("point.yaml", TwoChanges));

        Assert.Equal(1, run.Code);
        Assert.Equal([$"models/point.yaml(3,10): error BBG0503: {Said} (docs/problems.md#bbg0503)"], run.Lines);
        Assert.Equal([new SarifResult("BBG0503", "error", "models/point.yaml", 3, 10, 27)], run.Log());
    }

    [Fact]
    public void Globalconfig_makes_a_warning_of_it_and_the_variant_is_compiled()
    {
        using var run = new CompilerRun("dotnet_diagnostic.BBG0503.severity = warning", "", Tiny, ("point.yaml", TwoChanges));

        Assert.Equal(0, run.Code);
        Assert.Equal([$"models/point.yaml(3,10): warning BBG0503: {Said} (docs/problems.md#bbg0503)"], run.Lines);
        Assert.Equal([new SarifResult("BBG0503", "warning", "models/point.yaml", 3, 10, 27)], run.Log());
        Assert.True(run.HasAssembly);
    }

    [Fact]
    public void NoWarn_silences_it()
    {
        using var run = new CompilerRun("", "/nowarn:BBG0503", Tiny, ("point.yaml", TwoChanges));

        Assert.Empty(run.Lines);
        Assert.Equal(0, run.Code);
    }

    [Fact]
    public void Nothing_silences_what_leaves_nothing_to_compile()
    {
        using var run = new CompilerRun("dotnet_diagnostic.BBG0202.severity = none", "/nowarn:BBG0202", Tiny, ("point.yaml", "variant: Point\nextends: tiny\ntraining: { batch: many }\n"));

        Assert.Equal(1, run.Code);
        Assert.StartsWith("models/point.yaml(3,20): error BBG0202: ", Assert.Single(run.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public void A_variant_with_a_problem_that_could_be_allowed_is_written_as_it_stands()
    {
        var allowed = Generation.Of(Tiny, ("point.yaml", TwoChanges.Replace("ablates: encoder.posterior", "ablates: encoder.posterior # bigbigan: allow BBG0503 because a batch of 4 is noise")));
        var wrong = Generation.Of(Tiny, ("point.yaml", TwoChanges));

        Assert.Empty(allowed.Problems);
        Assert.Equal($"models/point.yaml(3,10): error BBG0503: {Said}", Assert.Single(wrong.Problems).ToString());
        Assert.Equal(allowed["point"], wrong["point"]);
        Assert.Contains("TinyGenerator", allowed["point"]);
        Assert.Empty(wrong.CompilerErrors());
    }

    [Fact]
    public void A_reason_that_is_reworded_compiles_nothing_again()
    {
        var allowed = Generation.Of(Tiny, ("point.yaml", TwoChanges.Replace("ablates: encoder.posterior", "ablates: encoder.posterior # bigbigan: allow BBG0503 because a batch of 4 is noise")));
        var reworded = allowed.Edit("point.yaml", TwoChanges.Replace("ablates: encoder.posterior", "ablates: encoder.posterior # bigbigan: allow BBG0503 because 4 is few"));

        Assert.Empty(reworded.Problems);
        Assert.Equal(1, reworded.Work(StepNames.Read));
        Assert.Equal(0, reworded.Work(StepNames.Compile));
        Assert.Equal(0, reworded.Work(StepNames.Emit));
    }
}
