using BigBiGan.Dsl.Kernels;
using BigBiGan.Dsl.Tensors;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Layers;

/// <summary>A convolution without bias, padded by half its kernel. [N, input, H, W] -> [N, output, H/stride, W/stride]</summary>
public sealed class Conv2d : Network
{
    private readonly Parameter weight; // [output, input, kernel, kernel]
    private readonly int _stride;

    /// <param name="kernel">Odd.</param>
    public Conv2d(int input, int output, int kernel, int stride = 1)
        : base(nameof(Conv2d))
    {
        weight = RegisterParameter(nameof(weight), output, input, kernel, kernel);
        _stride = stride;
    }

    public Tensor Forward(Tensor x)
    {
        using var taps = Cast.To(weight, x.dtype);
        return ProvenConvolution.Apply(x, taps, null, _stride);
    }
}
