using BigBiGan.Dsl.Layers;
using BigBiGan.Dsl.Native;
using BigBiGan.Dsl.Tensors;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace BigBiGan.Dsl.Blocks;

/// <summary>
/// Self-attention (SAGAN) as BigGAN has it: keys and values max-pooled 2x2, softmax without scaling, a gain that starts
/// at 0. [N, C, H, W] -> the same
/// </summary>
public sealed class Attention : Network
{
    private readonly Parameter gamma; // []
    private readonly int _channels;

    /// <param name="channels">A multiple of 8.</param>
    public Attention(int channels)
        : base(nameof(Attention))
    {
        _channels = channels;
        Theta = Register("theta", new SpectralConv2d(channels, channels / 8, 1, bias: false));
        Phi = Register("phi", new SpectralConv2d(channels, channels / 8, 1, bias: false));
        G = Register("g", new SpectralConv2d(channels, channels / 2, 1, bias: false));
        O = Register("o", new SpectralConv2d(channels / 2, channels, 1, bias: false));
        gamma = RegisterParameter(nameof(gamma));
    }

    public SpectralConv2d Theta { get; }

    public SpectralConv2d Phi { get; }

    public SpectralConv2d G { get; }

    public SpectralConv2d O { get; }

    public Tensor Forward(Tensor x)
    {
        using var attended = Attend(x);
        using var mixed = O.Forward(attended);
        using var gain = Cast.To(gamma, x.dtype);
        return addcmul(x, mixed, gain, Scalars.One);
    }

    private Tensor Attend(Tensor x)
    {
        using var theta = Theta.Forward(x);
        using var queries = theta.flatten(2);
        using var queriesT = queries.transpose(1, 2); // [N, HW, C/8]
        using var keys = Pooled(Phi, x); // [N, C/8, HW/4]
        using var values = Pooled(G, x);
        using var valuesT = values.transpose(1, 2); // [N, HW/4, C/2]
        using var flat = RowAttention.Forward(queriesT, keys, valuesT); // [N, HW, C/2]
        using var image = flat.view(x.size(0), x.size(2), x.size(3), _channels / 2);
        return image.permute(0, 3, 1, 2); // [N, C/2, H, W] in channels-last order
    }

    private static Tensor Pooled(SpectralConv2d layer, Tensor x)
    {
        using var full = layer.Forward(x);
        using var pooled = functional.max_pool2d(full, 2);
        return pooled.flatten(2);
    }
}
