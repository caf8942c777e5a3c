using BigBiGan.Training.Proof;
using static TorchSharp.torch;

namespace BigBiGan.Models.Tests;

/// <summary>The first step of every variant beside the same step in float64: of the paper's at a tiny width, of all others at their own.</summary>
public sealed class StepProofTests
{
    [Theory]
    [MemberData(nameof(TestedVariants.Paths), MemberType = typeof(TestedVariants))]
    public void The_losses_and_gradients_of_a_step_are_those_of_float64(string path)
    {
        var proof = StepProof.Of(TestedVariants.Find(path), batch: 4, seed: 0, CPU);

        Assert.True(proof.Holds, $"{path}: {proof.Worst.Name} is off by {proof.Worst.Value:g2} of its norm; expected at most {proof.Worst.Bound:g2}");
        Assert.True(proof.Deviations.Count >= 2);
        Assert.True(proof.Worst.Value > 0, "the step is float64's: nothing was compared");
    }
}
