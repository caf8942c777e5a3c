using BigBiGan.Dsl.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Layers;

/// <summary>y = x (W / sigma)^T + b. [N, input] -> [N, output]</summary>
public sealed class SpectralLinear : SpectralLayer, ILinear
{
    private readonly Parameter? bias; // [output]

    public SpectralLinear(int input, int output, bool bias = true)
        : base(nameof(SpectralLinear), output, input)
    {
        this.bias = bias ? RegisterParameter(nameof(bias), output) : null;
    }

    public Tensor Forward(Tensor x)
    {
        using var normalised = Taps(FusedResampling.Plain);
        return ProvenProduct.Linear(x, normalised, bias);
    }
}
