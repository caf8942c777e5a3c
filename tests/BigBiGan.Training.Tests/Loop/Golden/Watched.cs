using BigBiGan.Dsl;
using BigBiGan.Dsl.Objectives;
using BigBiGan.Dsl.Randomness;
using static TorchSharp.torch;

namespace BigBiGan.Training.Tests.Loop.Golden;

/// <summary>A model whose losses are shown to a test as training takes them.</summary>
internal sealed class Watched : VariantModel
{
    private readonly VariantModel model;
    private readonly Action<int, StepLosses> see;
    private int phase;

    public Watched(VariantModel model, Action<int, StepLosses> see)
    {
        (this.model, this.see) = (model, see);
        Updates = [.. model.Updates.Select(update => update with { Losses = batch => Show(update.Losses(batch)) })];
    }

    public override VariantFacts Facts => model.Facts;

    public override IReadOnlyList<NamedNetwork> Networks => model.Networks;

    public override Tensor SamplePrior(int count, CounterRandom random, Device device) => model.SamplePrior(count, random, device);

    public override IReadOnlyList<UpdatePhase> Updates { get; }

    public override Tensor Generate(Tensor z, Tensor? labels = null) => model.Generate(z, labels);

    public override Tensor Features(Tensor x) => model.Features(x);

    private StepLosses Show(StepLosses losses)
    {
        see(phase++, losses);
        return losses;
    }
}
