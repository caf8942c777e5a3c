using BigBiGan.Training.Proof;
using static TorchSharp.torch;

namespace BigBiGan.Models.Tests;

/// <summary>
/// The first step of a variant beside the same step in float64, which takes half a minute for a tiny variant of ImageNet's depth: of those four, whose
/// layers are all there are. What tells the others from them is told by the small ones.
/// </summary>
public sealed class StepProofTests
{
    private static readonly string[] OfImageNet = ["tiny/imagenet/base", "tiny/imagenet/high-res-g", "tiny/imagenet/resnet-101", "tiny/imagenet/revnet-x4"];

    public static TheoryData<string> Paths =>
        [.. TestedVariants.Names.Where(path => !path.StartsWith("tiny/imagenet/", StringComparison.Ordinal) || OfImageNet.Contains(path))];

    [Theory]
    [MemberData(nameof(Paths))]
    public void The_losses_and_gradients_of_a_step_are_those_of_float64(string path)
    {
        var proof = StepProof.Of(TestedVariants.Find(path), batch: 4, seed: 0, CPU);

        Assert.True(proof.Holds, $"{path}: {proof.Worst.Name} is off by {proof.Worst.Value:g2} of its norm; expected at most {proof.Worst.Bound:g2}");
        Assert.True(proof.Deviations.Count >= 2);
        Assert.True(proof.Worst.Value > 0, "the step is float64's: nothing was compared");
    }
}
