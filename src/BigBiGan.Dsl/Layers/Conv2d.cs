using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace BigBiGan.Dsl.Layers;

/// <summary>A convolution without bias, padded by half its kernel. [N, input, H, W] -> [N, output, H/stride, W/stride]</summary>
public sealed class Conv2d : Network
{
    private readonly Parameter weight; // [output, input, kernel, kernel]
    private readonly long[] strides;
    private readonly long[] padding;

    /// <param name="kernel">Odd.</param>
    public Conv2d(int input, int output, int kernel, int stride = 1)
        : base(nameof(Conv2d))
    {
        weight = RegisterParameter(nameof(weight), output, input, kernel, kernel);
        strides = [stride, stride];
        padding = [kernel / 2, kernel / 2];
    }

    public Tensor Forward(Tensor x)
    {
        using var taps = Cast.To(weight, x.dtype);
        return functional.conv2d(x, taps, null, strides, padding);
    }
}
