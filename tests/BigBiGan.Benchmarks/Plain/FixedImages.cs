using BigBiGan.Dsl;
using BigBiGan.Dsl.Randomness;
using BigBiGan.Training.Loop;
using static TorchSharp.torch;

namespace BigBiGan.Benchmarks.Plain;

/// <summary>The same images in every batch; latents, noise and labels are drawn as in training.</summary>
internal sealed class FixedImages : IBatchSource, IDisposable
{
    private readonly VariantModel _model;
    private readonly int _batch;
    private readonly Tensor _images;

    public FixedImages(VariantModel model, int batch)
    {
        (_model, _batch) = (model, batch);
        var facts = model.Facts;
        _images = new CounterRandom(1, "images").Uniform(CPU, -1, 1, batch, facts.Colours, facts.DataSize, facts.DataSize).DetachFromDisposeScope();
    }

    public StepInput Draw(long updateIndex)
    {
        var facts = _model.Facts;
        return new StepInput(
            _images.alias(),
            _model.SamplePrior(_batch, new CounterRandom(1, "z", updateIndex), CPU),
            facts.Encoder is { NeedsNoise: true } ? new CounterRandom(1, "noise", updateIndex).Normal(CPU, _batch, facts.LatentSize) : null,
            facts.Labels is null ? null : new LabelPair(Labels("real", updateIndex), Labels("drawn", updateIndex)));
    }

    private Tensor Labels(string purpose, long updateIndex) => _model.SampleLabels(_batch, new CounterRandom(1, purpose, updateIndex), CPU)!;

    public void Dispose() => _images.Dispose();
}
