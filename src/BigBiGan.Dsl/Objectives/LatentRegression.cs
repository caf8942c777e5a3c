using BigBiGan.Dsl.Native;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace BigBiGan.Dsl.Objectives;

/// <summary>How far E(G(z)) is from z: BiGAN's latent regressor (Donahue et al., 2017, section 4).</summary>
public static class LatentRegression
{
    /// <summary>The float32 before 1: where tanh ends, its gradient has ended too.</summary>
    private const double Nearly = 1 - (1.0 / (1 << 24));

    /// <summary>mean (z - E(G(z)))^2: for a normal prior.</summary>
    /// <param name="inferred">[N, z]</param>
    /// <param name="z">[N, z]</param>
    public static Tensor SquaredError(Tensor inferred, Tensor z) => functional.mse_loss(inferred, z);

    /// <summary>Cross-entropy of p = (1 + t) / 2 with (1 + z) / 2, t = E(G(z)): for a uniform prior and a tanh posterior.</summary>
    /// <param name="inferred">t, within [-1, 1]. [N, z]</param>
    /// <param name="z">Within [-1, 1]. [N, z]</param>
    public static Tensor CrossEntropy(Tensor inferred, Tensor z)
    {
        // log2 - mean[(1 + z) / 2 log(1 + t) + (1 - z) / 2 log(1 - t)]: p itself would round to 1 before tanh' is 0
        using var t = inferred.Clamp(-Nearly, Nearly);
        using var minusT = t.neg();
        using var high = t.log1p();
        using var low = minusT.log1p();
        using var both = high.Add(low); // both / 2 + z (high - low) / 2
        using var difference = high.sub(low);
        using var weighed = z.mul(difference);
        using var sum = both.Add(weighed);
        using var mean = sum.mean();
        using var half = mean.Mul(-0.5);
        return half.Add(Math.Log(2));
    }
}
