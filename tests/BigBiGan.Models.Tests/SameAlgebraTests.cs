using BigBiGan.Benchmarks.Plain;
using BigBiGan.Dsl;
using BigBiGan.Dsl.Randomness;
using BigBiGan.Models.Small;
using static TorchSharp.torch;

namespace BigBiGan.Models.Tests;

/// <summary>Variants that calculate the same in another way, from the same seed.</summary>
public sealed class SameAlgebraTests
{
    /// <summary>All that are judged by hinges; bfloat16 has its own test below.</summary>
    public static TheoryData<string> Hinges =>
        [.. Variants.All.Where(v => v.Facts.Path.StartsWith("small/", StringComparison.Ordinal) && v.Facts.Training.Precision == Precision.Float32).Select(v => v.Facts.Path)];

    /// <summary>
    /// Merged convolutions, shortcuts at the small size, attention by rows, channels-last, shared products of spectral norm, reversible
    /// stages: losses and gradients of both updates are those of one plain operation after the other, in float64.
    /// </summary>
    [Theory]
    [MemberData(nameof(Hinges))]
    public void A_variant_is_the_algebra_of_its_plain_form(string path)
    {
        var entry = Variants.All.Single(v => v.Facts.Path == path);
        Assert.InRange(Agreement.Check(entry, PlannedSpecs.Of(entry), batch: 4), 0, 1e-7);
    }

    [Fact]
    public void Bfloat16_is_float32_to_two_digits()
    {
        using var scope = NewDisposeScope();
        using var plain = Fashion.Create(seed: 3);
        using var half = FashionBFloat16.Create(seed: 3);
        var batch = Batch(plain);

        Near(plain.Generate(batch.Z), half.Generate(batch.Z), 0.05);
        Near(plain.Features(batch.X), half.Features(batch.X), 0.05);
        var (ofPlain, ofHalf) = (Loss(plain, batch), Loss(half, batch));
        Assert.InRange(Math.Abs(ofPlain - ofHalf), 0, 0.05 * Math.Max(1, Math.Abs(ofPlain)));
        Assert.All(half.Networks.SelectMany(named => named.Network.parameters()), parameter => Assert.Equal(ScalarType.Float32, parameter.dtype));
        Assert.All(half.Networks.SelectMany(named => named.Network.buffers()), buffer => Assert.Equal(ScalarType.Float32, buffer.dtype));
    }

    [Fact]
    public void A_reversible_encoder_has_the_gradients_of_the_stored_one()
    {
        using var scope = NewDisposeScope();
        using var stored = RevNet.Create(seed: 3);
        using var reversible = RevNetReversible.Create(seed: 3);
        var batch = Batch(stored);

        Assert.Equal(Loss(stored, batch), Loss(reversible, batch), 1e-5);
        foreach (var (a, b) in stored.Encoder.named_parameters().Zip(reversible.Encoder.named_parameters()))
        {
            Assert.Equal(a.name, b.name);
            Near(a.parameter.grad!, b.parameter.grad!, 0.05); // float32: a ReLU may flip where its input is almost 0
        }
    }

    /// <summary>The step of G and E: what F makes of real images is a constant there, and half of its backward pass is saved.</summary>
    [Fact]
    public void A_frozen_D_scores_as_one_joined_batch_and_keeps_nothing_of_the_real_images()
    {
        using var scope = NewDisposeScope();
        using var joined = Fashion.Create(seed: 3);
        using var apart = Fashion.Create(seed: 3);
        var batch = Batch(joined);
        var latents = cat([batch.Z, batch.Z]);
        var (ofJoined, ofApart) = (Made(joined), Made(apart));

        var expected = joined.Discriminator.Forward(new Grey32(cat([batch.X, ofJoined])), new Latent32(latents));
        var actual = apart.Discriminator.ForwardGenerated(new Grey32(batch.X), new Grey32(ofApart), new Latent32(latents));
        (expected.X.mean() + expected.Joint.mean()).backward();
        (actual.X.mean() + actual.Joint.mean()).backward();

        Near(expected.X, actual.X, 1e-5);
        Near(expected.Joint, actual.Joint, 1e-5);
        Near(ofJoined.grad!, ofApart.grad!, 1e-5);
        Assert.All(
            joined.Discriminator.named_buffers().Zip(apart.Discriminator.named_buffers()),
            pair => Assert.True(pair.First.buffer.Equals(pair.Second.buffer), pair.First.name)); // one power iteration each
        Assert.False(apart.Discriminator.F.Ahead(apart.Discriminator.F.Forward, batch.X).requires_grad);

        Tensor Made(Fashion model)
        {
            foreach (var parameter in model.Discriminator.parameters())
            {
                parameter.requires_grad = false;
            }

            return new CounterRandom(1, "made").Uniform(CPU, -1, 1, 8, 1, 32, 32).requires_grad_();
        }
    }

    private static double Loss(VariantModel model, StepInput batch)
    {
        var losses = model.Updates[^1].Losses(batch);
        losses.Losses[0].Loss.backward();
        return losses.Losses[0].Loss.item<float>();
    }

    private static StepInput Batch(VariantModel model) => new(
        new CounterRandom(1, "x").Uniform(CPU, -1, 1, 8, 1, 32, 32),
        model.SamplePrior(8, new CounterRandom(1, "z"), CPU),
        new CounterRandom(1, "noise").Normal(CPU, 8, model.Facts.LatentSize));

    /// <param name="part">Of the expected values' range.</param>
    private static void Near(Tensor expected, Tensor actual, double part)
    {
        Assert.Equal(expected.dtype, actual.dtype);
        var range = expected.abs().max().item<float>();
        Assert.InRange((expected - actual).abs().max().item<float>(), 0, part * range);
    }
}
