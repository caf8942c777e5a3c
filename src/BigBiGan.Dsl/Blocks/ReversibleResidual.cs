using BigBiGan.Dsl.Layers;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Blocks;

/// <summary>B of a reversible unit: a pre-activation bottleneck without shortcut. [N, channels, H, W] -> the same</summary>
public sealed class ReversibleResidual(int channels, int middle)
    : BottleneckBody(nameof(ReversibleResidual), channels, middle, channels, 1)
{
    public Tensor Forward(Tensor x)
    {
        using var active = Norm1.Forward(x);
        return AfterFirstNorm(active);
    }

    /// <summary>The same once more, without a second share of the batch in the running statistics.</summary>
    internal Tensor ForwardAgain(Tensor x)
    {
        BatchNormRelu[] norms = [Norm1, Norm2, Norm3];
        var momenta = Array.ConvertAll(norms, norm => norm.Momentum);
        Array.ForEach(norms, norm => norm.Momentum = 0);
        try
        {
            return Forward(x);
        }
        finally
        {
            for (var i = 0; i < norms.Length; i++)
            {
                norms[i].Momentum = momenta[i];
            }
        }
    }
}
