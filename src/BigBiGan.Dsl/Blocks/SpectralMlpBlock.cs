using BigBiGan.Dsl.Layers;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Blocks;

/// <summary>The residual block of H and J, with spectral norm: (ReLU,) linear, ReLU, linear, + skip. [N, input] -> [N, width]</summary>
public sealed class SpectralMlpBlock : Network
{
    private readonly bool _preActivation;

    public SpectralMlpBlock(int input, int width, bool preActivation)
        : base(nameof(SpectralMlpBlock))
    {
        _preActivation = preActivation;
        Linear1 = Register("linear1", new SpectralLinear(input, width));
        Linear2 = Register("linear2", new SpectralLinear(width, width));
        Skip = input != width ? Register("skip", new SpectralLinear(input, width)) : null;
    }

    public SpectralLinear Linear1 { get; }

    public SpectralLinear Linear2 { get; }

    /// <summary>Null where it is the identity.</summary>
    public SpectralLinear? Skip { get; }

    public Tensor Forward(Tensor x)
    {
        using var active = FirstHalf(x).relu_();
        var residual = Linear2.Forward(active);
        using var skip = Skip?.Forward(x);
        return residual.add_(skip ?? x);
    }

    private Tensor FirstHalf(Tensor x)
    {
        using var active = _preActivation ? x.relu() : x.alias();
        return Linear1.Forward(active);
    }
}
