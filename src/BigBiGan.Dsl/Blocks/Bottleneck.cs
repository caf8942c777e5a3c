using BigBiGan.Dsl.Layers;
using BigBiGan.Dsl.Native;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Blocks;

/// <summary>
/// A pre-activation bottleneck (He et al., 2016), whose projection starts from the pre-activated input.
/// [N, input, H, W] -> [N, output, H/stride, W/stride]
/// </summary>
public sealed class Bottleneck : BottleneckBody
{
    public Bottleneck(int input, int middle, int output, int stride)
        : base(nameof(Bottleneck), input, middle, output, stride) =>
        Projection = stride != 1 || input != output ? Register("projection", new Conv2d(input, output, 1, stride)) : null;

    /// <summary>Null where the shortcut is the identity.</summary>
    public Conv2d? Projection { get; }

    public Tensor Forward(Tensor x)
    {
        using var active = Norm1.Forward(x);
        var residual = AfterFirstNorm(active);
        using var projected = Projection?.Forward(active);
        return residual.AddInPlace(projected ?? x);
    }
}
