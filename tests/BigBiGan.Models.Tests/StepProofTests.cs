using BigBiGan.Dsl;
using BigBiGan.Training.Proof;
using static TorchSharp.torch;

namespace BigBiGan.Models.Tests;

/// <summary>The first step of every variant beside the same step in float64: of the paper's at a tiny width, of all others at their own.</summary>
public sealed class StepProofTests
{
    public static TheoryData<string> Float32
    {
        get
        {
            var paths = new TheoryData<string>();
            foreach (var path in TestedVariants.Paths)
            {
                // the tiny ones are float32, and are not compiled for a list of names
                if (path.StartsWith("tiny/", StringComparison.Ordinal) || TestedVariants.Find(path).Facts.Training.Precision == Precision.Float32)
                {
                    paths.Add(path);
                }
            }

            return paths;
        }
    }

    [Theory]
    [MemberData(nameof(Float32))]
    public void The_losses_and_gradients_of_a_step_are_those_of_float64(string path)
    {
        var proof = StepProof.Of(TestedVariants.Find(path), batch: 4, seed: 0, CPU);

        Assert.True(proof.Holds, $"{path}: {proof.Worst.Name} is off by {proof.Worst.Value:g2} of its norm; expected at most {proof.Worst.Bound:g2}");
        Assert.True(proof.Deviations.Count >= 2);
        Assert.True(proof.Worst.Value > 0, "float32 is float64: nothing was compared");
    }
}
