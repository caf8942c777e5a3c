using BigBiGan.Dsl;
using BigBiGan.Dsl.Randomness;
using BigBiGan.Training.Loop;
using static TorchSharp.torch;

namespace BigBiGan.Cli.Examination;

/// <summary>Images of noise, the same for every update, with fresh latents: a step without the time of reading.</summary>
internal sealed class RandomBatches(VariantModel model, int batch, Device device) : IBatchSource
{
    private readonly Tensor _images =
        new CounterRandom(0, "trial x").Uniform(device, -1, 1, batch, model.Facts.Colours, model.Facts.DataSize, model.Facts.DataSize);

    public StepInput Draw(long updateIndex)
    {
        var facts = model.Facts;
        var noise = facts.Encoder is { NeedsNoise: true } ? new CounterRandom(0, "trial noise", updateIndex).Normal(device, batch, facts.LatentSize) : null;
        var labels = model.SampleLabels(batch, new CounterRandom(0, "trial labels", updateIndex), device) is { } drawn
            ? new LabelPair(model.SampleLabels(batch, new CounterRandom(1, "trial labels", updateIndex), device)!, drawn)
            : null;
        return new StepInput(_images.alias(), model.SamplePrior(batch, new CounterRandom(0, "trial z", updateIndex), device), noise, labels);
    }
}
