using System.Globalization;
using BigBiGan.Dsl.Initialization;
using BigBiGan.Dsl.Layers;
using BigBiGan.Dsl.Randomness;
using BigBiGan.Dsl.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Tests.Kernels;

/// <summary>
/// The layers themselves at a thousand shapes, every number of their results against float64: what proofs by combinations of channels say
/// has to hold here too, on any machine.
/// </summary>
public sealed class LayerScanTests
{
    private static readonly int[] Widths = [1, 2, 3, 4, 5, 8, 12, 16, 17, 20, 24, 32, 33, 34, 40, 45, 48, 50, 60, 64, 65, 72, 80, 96, 100, 110, 128];

    [Theory]
    [Trait("Speed", "slow")]
    [InlineData(ScalarType.Float32, 1e-4)]
    [InlineData(ScalarType.BFloat16, 2e-2)]
    public void No_layer_gives_a_wrong_result(ScalarType type, double bound)
    {
        var (shapes, wrong) = (0, new List<string>());
        foreach (var batch in new[] { 2, 16 })
        {
            foreach (var width in Widths)
            {
                foreach (var (name, make, forward) in Layers(width))
                {
                    shapes++;
                    if (Off(make, forward, width, batch, type) is var (part, off) && !(off <= bound))
                    {
                        wrong.Add(string.Create(CultureInfo.InvariantCulture, $"{name} {width}, batch {batch}: {part} off by {off:g2}"));
                    }
                }
            }
        }

        Assert.Empty(wrong);
        Assert.Equal(540, shapes); // twice: float32 and bfloat16
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.BFloat16)]
    public void A_narrow_1x1_convolution_of_stride_2_works(ScalarType type)
    {
        for (var width = 1; width <= 17; width++)
        {
            var channels = width;
            var (_, off) = Off(() => new Conv2d(channels, 2 * channels, 1, 2), (layer, x) => ((Conv2d)layer).Forward(x), channels, 16, type);
            Assert.InRange(off, 0, type == ScalarType.Float32 ? 1e-4 : 2e-2);
        }
    }

    private static IEnumerable<(string Name, Func<Network> Make, Func<Network, Tensor, Tensor> Forward)> Layers(int width)
    {
        yield return ("1x1", () => new Conv2d(width, width, 1), (layer, x) => ((Conv2d)layer).Forward(x));
        yield return ("1x1 to 4c", () => new Conv2d(width, 4 * width, 1), (layer, x) => ((Conv2d)layer).Forward(x));
        yield return ("1x1/2", () => new Conv2d(width, 2 * width, 1, 2), (layer, x) => ((Conv2d)layer).Forward(x));
        yield return ("3x3", () => new Conv2d(width, width, 3), (layer, x) => ((Conv2d)layer).Forward(x));
        yield return ("3x3/2", () => new Conv2d(width, width, 3, 2), (layer, x) => ((Conv2d)layer).Forward(x));
        yield return ("7x7/2", () => new Conv2d(width, 16, 7, 2), (layer, x) => ((Conv2d)layer).Forward(x));
        yield return ("spectral 1x1", () => new SpectralConv2d(width, 2 * width, 1), (layer, x) => ((SpectralConv2d)layer).Forward(x));
        yield return ("spectral 3x3", () => new SpectralConv2d(width, 2 * width, 3), (layer, x) => ((SpectralConv2d)layer).Forward(x));
        yield return ("spectral 3x3 up", () => new SpectralConv2d(width, width, 3), (layer, x) => ((SpectralConv2d)layer).ForwardUpsampled(x));
        yield return ("spectral 3x3 down", () => new SpectralConv2d(width, width, 3), (layer, x) => ((SpectralConv2d)layer).ForwardDownsampled(x));
    }

    /// <summary>The result that is farthest from float64, as a part of its range.</summary>
    private static (string Part, double Off) Off(Func<Network> make, Func<Network, Tensor, Tensor> forward, int width, int batch, ScalarType type)
    {
        using var scope = NewDisposeScope();
        var input = new CounterRandom(1, "x").Normal(CPU, batch, width, 8, 8).to(type);
        var found = Results(type);
        var expected = Results(ScalarType.Float64);
        return found.Zip(expected, (a, b) => (a.Name, ((a.Value.to(float64) - b.Value).abs().max() / b.Value.abs().max()).item<double>()))
            .MaxBy(result => double.IsFinite(result.Item2) ? result.Item2 : double.PositiveInfinity);

        List<(string Name, Tensor Value)> Results(ScalarType calculated)
        {
            using var layer = make();
            Initialize.He(layer, 1, "layer");
            using (no_grad())
            {
                foreach (var parameter in layer.parameters())
                {
                    parameter.copy_(parameter.to(type)); // what bfloat16 sees of it, in all forms
                }
            }

            if (calculated == ScalarType.Float64)
            {
                layer.to(float64);
            }

            layer.eval(); // sigma is the same in both
            var x = ChannelsLast.From(input.to(calculated)).detach().requires_grad_(true);
            var y = forward(layer, x);
            autograd.backward([y], [new CounterRandom(1, "gradient").Normal(CPU, y.shape).to(type).to(calculated)]);
            return [("output", y.detach()), ("gradient of x", x.grad!), .. layer.named_parameters().Where(p => p.name == "weight").Select(p => ("gradient of the weight", p.parameter.grad!))];
        }
    }
}
