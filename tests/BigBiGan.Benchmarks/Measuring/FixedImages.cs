using BigBiGan.Dsl;
using BigBiGan.Dsl.Randomness;
using BigBiGan.Training.Loop;
using static TorchSharp.torch;

namespace BigBiGan.Benchmarks;

/// <summary>The same images in every batch; latents and noise are drawn as in training.</summary>
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

    public StepInput Draw(long phase) => new(
        images.alias(),
        model.SamplePrior(batch, new CounterRandom(1, "z", phase), CPU),
        model.Facts.Encoder is { NeedsNoise: true } ? new CounterRandom(1, "noise", phase).Normal(CPU, batch, model.Facts.LatentSize) : null);

    public void Dispose() => images.Dispose();
}
