using BigBiGan.Dsl;
using BigBiGan.Dsl.Objectives;
using BigBiGan.Dsl.Randomness;
using static TorchSharp.torch;

namespace BigBiGan.Training.Tests.Loop.Golden;

/// <summary>A model whose losses are shown to a test as training takes them.</summary>
internal sealed class Watched : VariantModel
{
    private readonly VariantModel _model;
    private readonly Action<int, StepLosses> _see;
    private int _phase;

    public Watched(VariantModel model, Action<int, StepLosses> see)
    {
        (_model, _see) = (model, see);
        Updates = [.. model.Updates.Select(update => update with { Losses = batch => Show(update.Losses(batch)) })];
    }

    public override VariantFacts Facts => _model.Facts;

    public override IReadOnlyList<NamedNetwork> Networks => _model.Networks;

    public override Tensor SamplePrior(int count, CounterRandom random, Device device) => _model.SamplePrior(count, random, device);

    public override IReadOnlyList<UpdatePhase> Updates { get; }

    public override Tensor Generate(Tensor z, Tensor? labels = null) => _model.Generate(z, labels);

    public override Tensor Features(Tensor x) => _model.Features(x);

    private StepLosses Show(StepLosses losses)
    {
        _see(_phase++, losses);
        return losses;
    }
}
