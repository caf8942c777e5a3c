using BigBiGan.Dsl.Layers;
using BigBiGan.Dsl.Native;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Blocks;

/// <summary>
/// BigGAN-deep's residual block of F (Brock et al., 2019, figure 16): ReLU, 1x1 to a quarter of the output's channels; ReLU, 3x3; ReLU, 3x3;
/// ReLU, 2x2 mean, 1x1. Its shortcut adds the channels that are missing by a 1x1. [N, input, H, W] -> [N, output, H/2, W/2], or H, W
/// without downsampling
/// </summary>
public sealed class DeepDiscriminatorBlock : Network
{
    private readonly bool _downsample;

    /// <param name="input">At most <paramref name="output"/>.</param>
    /// <param name="output">A multiple of 4.</param>
    public DeepDiscriminatorBlock(int input, int output, bool downsample)
        : base(nameof(DeepDiscriminatorBlock))
    {
        _downsample = downsample;
        var hidden = output / 4;
        Conv1 = Register("conv1", new SpectralConv2d(input, hidden, 1));
        Conv2 = Register("conv2", new SpectralConv2d(hidden, hidden, 3));
        Conv3 = Register("conv3", new SpectralConv2d(hidden, hidden, 3));
        Conv4 = Register("conv4", new SpectralConv2d(hidden, output, 1));
        Shortcut = input != output ? Register("shortcut", new SpectralConv2d(input, output - input, 1)) : null;
    }

    public SpectralConv2d Conv1 { get; }

    public SpectralConv2d Conv2 { get; }

    public SpectralConv2d Conv3 { get; }

    public SpectralConv2d Conv4 { get; }

    /// <summary>Gives the channels that the input lacks; null where it lacks none.</summary>
    public SpectralConv2d? Shortcut { get; }

    public Tensor Forward(Tensor x)
    {
        var residual = Residual(x);
        using var small = _downsample ? Pool.Average(x, 2) : x.alias();
        if (Shortcut is null)
        {
            return residual.AddInPlace(small);
        }

        using var added = Shortcut.Forward(small);
        using var whole = cat([small, added], 1);
        return residual.AddInPlace(whole);
    }

    private Tensor Residual(Tensor x)
    {
        using var narrow = Through(Conv1, x);
        using var first = Through(Conv2, narrow);
        using var second = Through(Conv3, first);
        using var active = second.relu();
        using var pooled = _downsample ? Pool.Average(active, 2) : active.alias();
        return Conv4.Forward(pooled);
    }

    private static Tensor Through(SpectralConv2d conv, Tensor h)
    {
        using var active = h.relu();
        return conv.Forward(active);
    }
}
