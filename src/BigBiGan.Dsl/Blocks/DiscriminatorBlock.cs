using BigBiGan.Dsl.Layers;
using BigBiGan.Dsl.Native;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Blocks;

public enum DiscriminatorBlockKind
{
    /// <summary>No pre-activation; halves the size.</summary>
    First,

    /// <summary>Halves the size.</summary>
    Down,

    /// <summary>Keeps the size.</summary>
    Same,
}

/// <summary>
/// F's residual block: ReLU, 3x3, ReLU, 3x3, 2x2 mean; shortcut 1x1, 2x2 mean (BigGAN, figure 15).
/// [N, input, H, W] -> [N, output, H/2, W/2], or H, W of the kind that keeps the size
/// </summary>
public sealed class DiscriminatorBlock : Network
{
    private readonly DiscriminatorBlockKind _kind;

    public DiscriminatorBlock(int input, int output, DiscriminatorBlockKind kind)
        : base(nameof(DiscriminatorBlock))
    {
        _kind = kind;
        Conv1 = Register("conv1", new SpectralConv2d(input, output, 3));
        Conv2 = Register("conv2", new SpectralConv2d(output, output, 3));
        Shortcut = Halves || input != output ? Register("shortcut", new SpectralConv2d(input, output, 1)) : null;
    }

    public SpectralConv2d Conv1 { get; }

    public SpectralConv2d Conv2 { get; }

    /// <summary>Null where it is the identity.</summary>
    public SpectralConv2d? Shortcut { get; }

    private bool Halves => _kind != DiscriminatorBlockKind.Same;

    public Tensor Forward(Tensor x)
    {
        var residual = Residual(x);
        if (Shortcut is null)
        {
            return residual.AddInPlace(x);
        }

        using var shortcut = Shorten(x, Shortcut);
        return residual.AddInPlace(shortcut);
    }

    private Tensor Residual(Tensor x)
    {
        using var active = FirstHalf(x).relu_();
        return Halves ? Conv2.ForwardDownsampled(active) : Conv2.Forward(active);
    }

    private Tensor FirstHalf(Tensor x)
    {
        if (_kind == DiscriminatorBlockKind.First)
        {
            return Conv1.Forward(x);
        }

        using var active = x.relu();
        return Conv1.Forward(active);
    }

    private Tensor Shorten(Tensor x, SpectralConv2d shortcut)
    {
        if (!Halves)
        {
            return shortcut.Forward(x);
        }

        using var small = Pool.Average(x, 2); // commutes with the 1x1 convolution
        return shortcut.Forward(small);
    }
}
