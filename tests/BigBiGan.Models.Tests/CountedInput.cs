using BigBiGan.Dsl;
using BigBiGan.Dsl.Randomness;
using static TorchSharp.torch;

namespace BigBiGan.Models.Tests;

/// <summary>Batches without a data set: a function of their number alone, of whatever the variant reads.</summary>
internal static class CountedInput
{
    public static StepInput Of(VariantModel model, int batch, long updateIndex)
    {
        var facts = model.Facts;
        var x = new CounterRandom(1, "x", updateIndex).Uniform(CPU, -1, 1, batch, facts.Colours, facts.DataSize, facts.DataSize);
        var noise = facts.Encoder is { NeedsNoise: true } ? new CounterRandom(1, "noise", updateIndex).Normal(CPU, batch, facts.LatentSize) : null;
        var labels = model.SampleLabels(batch, new CounterRandom(1, "labels", updateIndex), CPU) is { } drawn
            ? new LabelPair(model.SampleLabels(batch, new CounterRandom(2, "labels", updateIndex), CPU)!, drawn)
            : null;
        return new StepInput(x, model.SamplePrior(batch, new CounterRandom(1, "z", updateIndex), CPU), noise, labels);
    }
}
