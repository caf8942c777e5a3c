using BigBiGan.Dsl.Native;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace BigBiGan.Dsl.Objectives;

/// <summary>How far E(G(z)) is from z: BiGAN's latent regressor (Donahue et al., 2017, section 4).</summary>
public static class LatentRegression
{
    /// <summary>mean (z - E(G(z)))^2: for a normal prior.</summary>
    /// <param name="inferred">[N, z]</param>
    /// <param name="z">[N, z]</param>
    public static Tensor SquaredError(Tensor inferred, Tensor z) => functional.mse_loss(inferred, z);

    /// <summary>Cross-entropy of p = (1 + E(G(z))) / 2 with (1 + z) / 2: for a uniform prior and a tanh posterior.</summary>
    /// <param name="inferred">Within [-1, 1]. [N, z]</param>
    /// <param name="z">Within [-1, 1]. [N, z]</param>
    public static Tensor CrossEntropy(Tensor inferred, Tensor z)
    {
        using var probability = Share(inferred);
        using var target = Share(z);
        return functional.binary_cross_entropy(probability, target); // its logarithms end at -100
    }

    private static Tensor Share(Tensor value)
    {
        using var above = value.Plus(1);
        return above.Times(0.5);
    }
}
