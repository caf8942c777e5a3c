using BigBiGan.Dsl.Native;
using BigBiGan.Dsl.Tensors;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Layers;

/// <summary>
/// (1 + W_g c) norm(h) + W_b c: BigGAN's conditional batch norm. [N, C, H, W], [N, condition] -> [N, C, H, W]
/// </summary>
public sealed class ConditionalBatchNorm : Network
{
    private const double Epsilon = 1e-4;

    private readonly SpectralLinear _gain;
    private readonly SpectralLinear _bias;
    private readonly BatchNorm _norm;

    public ConditionalBatchNorm(int channels, int condition)
        : base(nameof(ConditionalBatchNorm))
    {
        _gain = Register("gain", new SpectralLinear(condition, channels, bias: false));
        _bias = Register("bias", new SpectralLinear(condition, channels, bias: false));
        _norm = Register("norm", new BatchNorm(channels, Epsilon));
    }

    public Tensor Forward(Tensor h, Tensor c) => Forward(h, c, rectified: false);

    /// <summary>The same, and ReLU where it is rectified, as G's blocks have it.</summary>
    internal Tensor Forward(Tensor h, Tensor c, bool rectified)
    {
        using var scale = _gain.Forward(c).add_(Scalars.One, Scalars.One); // [N, C]
        using var shift = _bias.Forward(c); // [N, C]
        if (_norm.NormaliseEach(h, scale, shift, rectified) is { } made)
        {
            return made;
        }

        var y = training ? Train(h, scale, shift) : Evaluate(h, scale, shift);
        return rectified ? y.relu_() : y;
    }

    private Tensor Train(Tensor h, Tensor scale, Tensor shift)
    {
        using var normalised = _norm.Forward(h);
        return PerChannel(normalised, scale, shift);
    }

    /// <summary>Both scalings and both shifts in one pass over h.</summary>
    private Tensor Evaluate(Tensor h, Tensor scale, Tensor shift)
    {
        var (normScale, normShift) = _norm.Line();
        using (normScale)
        using (normShift)
        using (var wholeScale = scale.mul(normScale))
        using (var wholeShift = shift.addcmul(scale, normShift, Scalars.One))
        {
            return PerChannel(h, wholeScale, wholeShift);
        }
    }

    private static Tensor PerChannel(Tensor h, Tensor scale, Tensor shift)
    {
        using var typedScale = Cast.To(scale, h.dtype);
        using var typedShift = Cast.To(shift, h.dtype);
        using var s = typedScale.view(scale.size(0), scale.size(1), 1, 1);
        using var t = typedShift.view(shift.size(0), shift.size(1), 1, 1);
        return addcmul(t, h, s, Scalars.One);
    }
}
