using BigBiGan.Dsl;
using BigBiGan.Dsl.Randomness;
using BigBiGan.Training.Loop;
using static TorchSharp.torch;

namespace BigBiGan.Benchmarks.Plain;

/// <summary>The same images in every batch; latents, noise and labels are drawn as in training.</summary>
internal sealed class FixedImages : IBatchSource, IDisposable
{
    private readonly VariantModel model;
    private readonly int batch;
    private readonly Tensor images;

    public FixedImages(VariantModel model, int batch)
    {
        (this.model, this.batch) = (model, batch);
        var facts = model.Facts;
        images = new CounterRandom(1, "images").Uniform(CPU, -1, 1, batch, facts.Colours, facts.DataSize, facts.DataSize).DetachFromDisposeScope();
    }

    public StepInput Draw(long phase)
    {
        var facts = model.Facts;
        return new StepInput(
            images.alias(),
            model.SamplePrior(batch, new CounterRandom(1, "z", phase), CPU),
            facts.Encoder is { NeedsNoise: true } ? new CounterRandom(1, "noise", phase).Normal(CPU, batch, facts.LatentSize) : null,
            facts.Labels is null ? null : new LabelPair(Labels("real", phase), Labels("drawn", phase)));
    }

    private Tensor Labels(string purpose, long phase) => model.SampleLabels(batch, new CounterRandom(1, purpose, phase), CPU)!;

    public void Dispose() => images.Dispose();
}
