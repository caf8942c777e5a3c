using BigBiGan.Dsl;
using BigBiGan.Dsl.Randomness;
using BigBiGan.Training.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace BigBiGan.Training.Loop;

/// <summary>
/// The batches of a run: images in the reader's order, z and noise keyed by (seed, "prior" or "noise", phase). Every batch is a
/// function of its phase alone, so a resumed run needs no stored generator.
/// </summary>
public sealed class CounterBatches(VariantModel model, BatchReader reader, ulong seed, int batch, Device device) : IBatchSource, IDisposable
{
    private BatchStream? stream;

    public StepInput Draw(long phase)
    {
        var first = phase * batch;
        if (stream is null || stream.NextIndex != first)
        {
            stream?.Dispose();
            stream = reader.Stream(first, batch);
        }

        var x = stream.Next();
        var z = model.SamplePrior(batch, new CounterRandom(seed, "prior", phase), device);
        var noise = model.Facts.Encoder is { NeedsNoise: true }
            ? new CounterRandom(seed, "noise", phase).Normal(device, batch, model.Facts.LatentSize)
            : null;
        return new StepInput(device.type == DeviceType.CPU ? x : x.to(device), z, noise);
    }

    public void Dispose() => stream?.Dispose();
}
