using BigBiGan.Dsl;
using BigBiGan.Dsl.Objectives;
using BigBiGan.Dsl.Randomness;
using static TorchSharp.torch;

namespace BigBiGan.Training.Tests.Loop.Golden;

/// <summary>A model whose losses are shown to a test as training takes them.</summary>
internal sealed class Watched(VariantModel model, Action<int, StepLosses> see) : VariantModel
{
    private int phase;

    public override VariantFacts Facts => model.Facts;

    public override IReadOnlyList<NamedNetwork> Networks => model.Networks;

    public override Tensor SamplePrior(int count, CounterRandom random, Device device) => model.SamplePrior(count, random, device);

    public override Tensor Generate(Tensor z) => model.Generate(z);

    public override StepLosses DiscriminatorStep(StepInput batch) => Show(model.DiscriminatorStep(batch));

    public override StepLosses GeneratorEncoderStep(StepInput batch) => Show(model.GeneratorEncoderStep(batch));

    private StepLosses Show(StepLosses losses)
    {
        see(phase++, losses);
        return losses;
    }
}
