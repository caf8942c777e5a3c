using BigBiGan.Dsl;
using BigBiGan.Dsl.Objectives;
using BigBiGan.Dsl.Randomness;
using static TorchSharp.torch;

namespace BigBiGan.Training.Tests.Loop.Golden;

/// <summary>The variant of the reference vector, put together by hand from the blocks that compiled variants are made of.</summary>
internal sealed class GoldenModel : VariantModel
{
    private readonly GoldenGenerator generator = new();
    private readonly GoldenEncoder encoder = new();
    private readonly GoldenDiscriminator discriminator = new();

    public GoldenModel() => Networks = [new("G", generator), new("E", encoder), new("D", discriminator)];

    public override VariantFacts Facts { get; } = new(
        "tests/golden", "Golden", "", 20, 32, 3, new EncoderFacts(32, 64, true),
        new TrainingFacts(8, 2, 1e-3, 4e-3, 1e-2, 0, 0.999, 1e-8, 2, 0.9, false, 0), "");

    public override IReadOnlyList<NamedNetwork> Networks { get; }

    public override Tensor SamplePrior(int count, CounterRandom random, Device device) => random.Normal(device, count, 20);

    public override Tensor Generate(Tensor z) => generator.Forward(z);

    public override StepLosses DiscriminatorStep(StepInput batch)
    {
        using var withoutGradient = no_grad();
        var (images, latents) = Pairs(batch);
        using var withGradient = enable_grad();
        return Losses(images, latents, HingeObjective.DiscriminatorTerm);
    }

    public override StepLosses GeneratorEncoderStep(StepInput batch)
    {
        var (images, latents) = Pairs(batch);
        return Losses(images, latents, HingeObjective.GeneratorEncoderTerm);
    }

    private (Tensor Images, Tensor Latents) Pairs(StepInput batch)
    {
        var latents = cat([encoder.Forward(batch.X, batch.Noise!), batch.Z]);
        return (cat([batch.X, generator.Forward(batch.Z)]), latents);
    }

    private StepLosses Losses(Tensor images, Tensor latents, Func<Tensor, Tensor> term)
    {
        var (x, z, joint) = discriminator.Forward(images, latents);
        return new StepLosses(
            term(x) + term(z) + term(joint),
            [ScoreMeans.Split("x", x), ScoreMeans.Split("z", z), ScoreMeans.Split("xz", joint)]);
    }
}
