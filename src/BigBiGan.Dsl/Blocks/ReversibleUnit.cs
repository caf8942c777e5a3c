using BigBiGan.Dsl.Layers;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Blocks;

/// <summary>(x1, x2) -> (x2, x1 + B(x2)) on the two halves of the channels (Gomez et al., 2017). [N, channels, H, W] -> the same</summary>
public sealed class ReversibleUnit : Network
{
    private readonly int half;

    /// <param name="channels">Of both halves together.</param>
    /// <param name="middle">B's bottleneck.</param>
    public ReversibleUnit(int channels, int middle)
        : base(nameof(ReversibleUnit))
    {
        half = channels / 2;
        Residual = Register("residual", new ReversibleResidual(half, middle));
    }

    public ReversibleResidual Residual { get; }

    public Tensor Forward(Tensor x)
    {
        using var x1 = x.narrow(1, 0, half);
        using var x2 = Half(x);
        using var y2 = Residual.Forward(x2).add_(x1);
        return cat([x2, y2], 1);
    }

    /// <summary>A copy, because batch norm is slow on a slice of the channels.</summary>
    private Tensor Half(Tensor x)
    {
        using var slice = x.narrow(1, half, half);
        return ChannelsLast.From(slice);
    }
}
