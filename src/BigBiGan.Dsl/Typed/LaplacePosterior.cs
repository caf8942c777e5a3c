using BigBiGan.Dsl.Native;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Typed;

/// <summary>
/// E's answer where each dimension of z is Laplace(mu, sigma), of density exp(-|z - mu| / sigma) / (2 sigma): heavier tails than a
/// gaussian's.
/// </summary>
/// <param name="Mu">Median and mean. [N, z]</param>
/// <param name="Sigma">The scale: softplus of E's raw output. [N, z]</param>
public readonly record struct LaplacePosterior<TLatent>(Tensor Mu, Tensor Sigma) : IDisposable
    where TLatent : ILatent<TLatent>
{
    /// <summary>mu + sigma l with l ~ Laplace(0, 1). [N, z]</summary>
    /// <param name="noise">N(0, 1), which becomes l by the quantiles of both: l = -sign(n) log P(|N| > |n|). [N, z]</param>
    public TLatent Sample(Tensor noise)
    {
        using var size = noise.abs();
        using var scaled = size.Div(Math.Sqrt(2));
        using var tail = special.erfc(scaled); // P(|N| > |n|)
        using var log = tail.log();
        using var sign = noise.sign();
        using var negative = log.mul(sign); // sigma > 0 takes it away from mu
        using var shift = Sigma.mul(negative);
        return TLatent.From(Mu.sub(shift));
    }

    public void Dispose()
    {
        Mu.Dispose();
        Sigma.Dispose();
    }
}
