using BigBiGan.Dsl.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Layers;

/// <summary>y = x W^T + b. [N, input] -> [N, output]</summary>
public sealed class Linear : Network, ILinear
{
    private readonly Parameter weight; // [output, input]
    private readonly Parameter? bias; // [output]

    public Linear(int input, int output, bool bias = true)
        : base(nameof(Linear))
    {
        weight = RegisterParameter(nameof(weight), output, input);
        this.bias = bias ? RegisterParameter(nameof(bias), output) : null;
    }

    public Tensor Forward(Tensor x) => ProvenProduct.Linear(x, weight, bias);
}
