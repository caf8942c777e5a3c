using BigBiGan.Dsl.Initialization;
using BigBiGan.Dsl.Layers;
using BigBiGan.Dsl.Randomness;
using BigBiGan.Dsl.Tensors;
using BigBiGan.Dsl.Tests.Golden;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace BigBiGan.Dsl.Tests.Layers;

public class MergedConvolutionTests
{
    public static readonly TheoryData<ScalarType, double> Precisions = new()
    {
        { ScalarType.Float64, 1e-12 },
        { ScalarType.Float32, 1e-5 },
    };

    [Theory]
    [MemberData(nameof(Precisions))]
    public void ForwardUpsampled_is_the_convolution_of_the_upsampled_image(ScalarType type, double tolerance) =>
        Compare(
            (layer, x) => layer.ForwardUpsampled(x),
            (layer, x) => layer.Forward(functional.interpolate(x, scale_factor: [2, 2])),
            type,
            tolerance);

    [Theory]
    [MemberData(nameof(Precisions))]
    public void ForwardDownsampled_is_the_mean_of_the_convolution(ScalarType type, double tolerance) =>
        Compare(
            (layer, x) => layer.ForwardDownsampled(x),
            (layer, x) => functional.avg_pool2d(layer.Forward(x), 2),
            type,
            tolerance);

    /// <summary>Output and gradients of two equal layers, one merged and one plain, both in channels-last order.</summary>
    private static void Compare(
        Func<SpectralConv2d, Tensor, Tensor> merged, Func<SpectralConv2d, Tensor, Tensor> plain, ScalarType type, double tolerance)
    {
        using var scope = NewDisposeScope();
        var x = ChannelsLast.From(new CounterRandom(1, "x").Normal(CPU, 2, 6, 8, 10).to(type));
        var (fast, slow) = (Run(merged, x, type), Run(plain, x, type));
        foreach (var (found, expected) in fast.Zip(slow))
        {
            Close.Check(expected.Name, expected.Tensor, found.Tensor, tolerance);
        }
    }

    private static (string Name, Tensor Tensor)[] Run(Func<SpectralConv2d, Tensor, Tensor> forward, Tensor x, ScalarType type)
    {
        var layer = new SpectralConv2d(6, 5, 3);
        Initialize.Orthogonal(layer, 1, "layer");
        layer.to(type);
        var input = x.detach().clone().requires_grad_(true);
        var y = forward(layer, input);
        (y * new CounterRandom(1, "cotangent").Normal(CPU, y.shape).to(type)).sum().backward();
        return
        [
            ("output", y),
            ("gradient of the input", input.grad!),
            .. layer.named_parameters().Select(p => ($"gradient of {p.name}", p.parameter.grad!)),
            .. layer.named_buffers().Select(b => (b.name, b.buffer)),
        ];
    }
}
