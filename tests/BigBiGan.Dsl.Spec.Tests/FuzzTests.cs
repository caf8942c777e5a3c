using BigBiGan.Dsl.Spec.Fuzz;

namespace BigBiGan.Dsl.Spec.Tests;

/// <summary>A short run of the fuzzing program; docs/performance.md tells of a long one.</summary>
public sealed class FuzzTests
{
    [Fact]
    public void Twenty_thousand_mutants_get_an_answer()
    {
        var run = new FuzzRun(seed: 3);
        run.Run(0, 20_000);
        Assert.Empty(run.Failures.Take(3).Select(failure => $"mutant {failure.Mutant} ({failure.Mutated}): {failure.Fault}"));
        Assert.InRange(run.Sound, 1, 10_000);
    }
}
