using BigBiGan.Dsl.Layers;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Blocks;

/// <summary>The encoder head's residual block: (ReLU,) linear, ReLU, linear, + skip. [N, input] -> [N, width]</summary>
public sealed class MlpBlock : Network
{
    private readonly bool _preActivation;

    public MlpBlock(int input, int width, bool preActivation)
        : base(nameof(MlpBlock))
    {
        _preActivation = preActivation;
        Linear1 = Register("linear1", new Linear(input, width));
        Linear2 = Register("linear2", new Linear(width, width));
        Skip = input != width ? Register("skip", new Linear(input, width)) : null;
    }

    public Linear Linear1 { get; }

    public Linear Linear2 { get; }

    /// <summary>Null where it is the identity.</summary>
    public Linear? Skip { get; }

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
