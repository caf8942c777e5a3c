using BigBiGan.Dsl.Layers;
using BigBiGan.Dsl.Native;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Blocks;

/// <summary>
/// G's residual block: cBN, ReLU, nearest x2, 3x3, cBN, ReLU, 3x3; shortcut nearest x2, 1x1 (BigGAN, figure 15).
/// [N, input, H, W], [N, condition] -> [N, output, 2H, 2W], or H, W without upsampling
/// </summary>
public sealed class GeneratorBlock : Network
{
    private readonly bool _upsample;

    public GeneratorBlock(int input, int output, int condition, bool upsample)
        : base(nameof(GeneratorBlock))
    {
        _upsample = upsample;
        Norm1 = Register("norm1", new ConditionalBatchNorm(input, condition));
        Conv1 = Register("conv1", new SpectralConv2d(input, output, 3));
        Norm2 = Register("norm2", new ConditionalBatchNorm(output, condition));
        Conv2 = Register("conv2", new SpectralConv2d(output, output, 3));
        Shortcut = upsample || input != output ? Register("shortcut", new SpectralConv2d(input, output, 1)) : null;
    }

    public ConditionalBatchNorm Norm1 { get; }

    public SpectralConv2d Conv1 { get; }

    public ConditionalBatchNorm Norm2 { get; }

    public SpectralConv2d Conv2 { get; }

    /// <summary>Null where it is the identity.</summary>
    public SpectralConv2d? Shortcut { get; }

    public Tensor Forward(Tensor x, Tensor c)
    {
        var residual = Residual(x, c);
        if (Shortcut is null)
        {
            return residual.AddInPlace(x);
        }

        using var small = Shortcut.Forward(x); // a 1x1 convolution commutes with nearest x2
        if (!_upsample)
        {
            return residual.AddInPlace(small);
        }

        using var large = Upsample.Nearest(small);
        return residual.AddInPlace(large);
    }

    private Tensor Residual(Tensor x, Tensor c)
    {
        using var middle = FirstHalf(x, c);
        using var active = Norm2.Forward(middle, c, rectified: true);
        return Conv2.Forward(active);
    }

    private Tensor FirstHalf(Tensor x, Tensor c)
    {
        using var active = Norm1.Forward(x, c, rectified: true);
        return _upsample ? Conv1.ForwardUpsampled(active) : Conv1.Forward(active);
    }
}
