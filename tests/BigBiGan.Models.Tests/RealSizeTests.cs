using BigBiGan.Dsl;
using BigBiGan.Dsl.Randomness;
using static TorchSharp.torch;

namespace BigBiGan.Models.Tests;

/// <summary>The paper's models at their real size: hundreds of millions of parameters, gigabytes of memory.</summary>
public sealed class RealSizeTests
{
    /// <param name="feature">Of E, before its head: 2048 times the width.</param>
    [Theory]
    [Trait("Speed", "slow")]
    [InlineData("imagenet/base", 128, 2048)]
    [InlineData("imagenet/revnet-x4", 256, 8192)]
    public void All_networks_take_one_image_forward(string path, int size, int feature)
    {
        var entry = Variants.All.Single(v => v.Facts.Path == path);
        var plan = PlannedSpecs.Of(entry).Plan!;
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var model = entry.Create(CPU, 0);
        Assert.Equal(
            PlannedSpecs.Parameters(plan).Values.Sum(),
            model.Networks.SelectMany(named => named.Network.parameters()).Sum(parameter => parameter.numel()));
        foreach (var (_, network) in model.Networks)
        {
            network.eval(); // one image has no batch statistics
        }

        var x = new CounterRandom(1, "x").Uniform(CPU, -1, 1, 1, 3, size, size);
        var z = model.SamplePrior(1, new CounterRandom(1, "z"), CPU);
        var noise = new CounterRandom(1, "noise").Normal(CPU, 1, 120);

        Finite(model.Generate(z), 1, 3, 128, 128);
        Finite(model.Features(x), 1, feature);
        Finite(((IInference)model).Infer(x), 1, 120);
        foreach (var losses in model.Updates.Select(update => update.Losses(new StepInput(x, z, noise)))) // D too
        {
            Assert.All(losses.Losses, loss => Finite(loss.Loss));
            Assert.Equal(["x", "z", "xz"], losses.Scores.Select(score => score.Name));
            Assert.All(losses.Scores, score => Finite(score.EncoderPairs, 1));
            Assert.All(losses.Scores, score => Finite(score.GeneratorPairs, 1));
        }
    }

    private static void Finite(Tensor found, params long[] shape)
    {
        Assert.Equal(shape, found.shape);
        Assert.True(found.isfinite().all().item<bool>());
    }
}
