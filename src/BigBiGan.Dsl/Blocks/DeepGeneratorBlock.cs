using BigBiGan.Dsl.Layers;
using BigBiGan.Dsl.Native;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Blocks;

/// <summary>
/// BigGAN-deep's residual block of G (Brock et al., 2019, figure 16): cBN, ReLU, 1x1 to a quarter of the channels; cBN, ReLU, nearest x2,
/// 3x3; cBN, ReLU, 3x3; cBN, ReLU, 1x1. Its shortcut drops the channels that are too many. [N, input, H, W], [N, condition] ->
/// [N, output, 2H, 2W], or H, W without upsampling
/// </summary>
public sealed class DeepGeneratorBlock : Network
{
    private readonly int _output;
    private readonly bool _upsample;

    /// <param name="input">A multiple of 4.</param>
    /// <param name="output">At most <paramref name="input"/>.</param>
    public DeepGeneratorBlock(int input, int output, int condition, bool upsample)
        : base(nameof(DeepGeneratorBlock))
    {
        (_output, _upsample) = (output, upsample);
        var hidden = input / 4;
        Norm1 = Register("norm1", new ConditionalBatchNorm(input, condition));
        Conv1 = Register("conv1", new SpectralConv2d(input, hidden, 1));
        Norm2 = Register("norm2", new ConditionalBatchNorm(hidden, condition));
        Conv2 = Register("conv2", new SpectralConv2d(hidden, hidden, 3));
        Norm3 = Register("norm3", new ConditionalBatchNorm(hidden, condition));
        Conv3 = Register("conv3", new SpectralConv2d(hidden, hidden, 3));
        Norm4 = Register("norm4", new ConditionalBatchNorm(hidden, condition));
        Conv4 = Register("conv4", new SpectralConv2d(hidden, output, 1));
    }

    public ConditionalBatchNorm Norm1 { get; }

    public SpectralConv2d Conv1 { get; }

    public ConditionalBatchNorm Norm2 { get; }

    public SpectralConv2d Conv2 { get; }

    public ConditionalBatchNorm Norm3 { get; }

    public SpectralConv2d Conv3 { get; }

    public ConditionalBatchNorm Norm4 { get; }

    public SpectralConv2d Conv4 { get; }

    public Tensor Forward(Tensor x, Tensor c)
    {
        var residual = Residual(x, c);
        using var kept = x.narrow(1, 0, _output);
        if (!_upsample)
        {
            return residual.AddInPlace(kept);
        }

        using var large = Upsample.Nearest(kept);
        return residual.AddInPlace(large);
    }

    private Tensor Residual(Tensor x, Tensor c)
    {
        using var narrow = Through(Norm1, Conv1, x, c);
        using var first = Grown(narrow, c);
        using var second = Through(Norm3, Conv3, first, c);
        return Through(Norm4, Conv4, second, c);
    }

    private Tensor Grown(Tensor narrow, Tensor c)
    {
        using var active = Norm2.Forward(narrow, c, rectified: true);
        return _upsample ? Conv2.ForwardUpsampled(active) : Conv2.Forward(active);
    }

    private static Tensor Through(ConditionalBatchNorm norm, SpectralConv2d conv, Tensor h, Tensor c)
    {
        using var active = norm.Forward(h, c, rectified: true);
        return conv.Forward(active);
    }
}
