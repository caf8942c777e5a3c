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
}
