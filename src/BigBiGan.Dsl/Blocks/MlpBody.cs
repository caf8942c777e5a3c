using BigBiGan.Dsl.Layers;
using BigBiGan.Dsl.Native;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Blocks;

/// <summary>A residual block of linear layers: (ReLU,) linear, ReLU, linear, + skip. [N, input] -> [N, width]</summary>
public abstract class MlpBody<TLinear> : Network
    where TLinear : Network, ILinear
{
    private readonly bool _preActivation;

    private protected MlpBody(string name, int input, int width, bool preActivation, Func<int, int, TLinear> linear)
        : base(name)
    {
        _preActivation = preActivation;
        Linear1 = Register("linear1", linear(input, width));
        Linear2 = Register("linear2", linear(width, width));
        Skip = input != width ? Register("skip", linear(input, width)) : null;
    }

    public TLinear Linear1 { get; }

    public TLinear Linear2 { get; }

    /// <summary>Null where it is the identity.</summary>
    public TLinear? Skip { get; }

    public Tensor Forward(Tensor x)
    {
        using var active = FirstHalf(x).relu_();
        var residual = Linear2.Forward(active);
        using var skip = Skip?.Forward(x);
        return residual.AddInPlace(skip ?? x);
    }

    private Tensor FirstHalf(Tensor x)
    {
        using var active = _preActivation ? x.relu() : x.alias();
        return Linear1.Forward(active);
    }
}
