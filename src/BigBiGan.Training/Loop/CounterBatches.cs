using BigBiGan.Dsl;
using BigBiGan.Dsl.Native;
using BigBiGan.Dsl.Randomness;
using BigBiGan.Training.Data.Batches;
using BigBiGan.Training.Data.Labels;
using static TorchSharp.torch;

namespace BigBiGan.Training.Loop;

/// <summary>
/// The batches of a run: images in the reader's order, z, noise and G's labels keyed by (seed, "prior", "noise" or "drawn labels",
/// updateIndex). Every batch is a function of its updateIndex alone, so a resumed run needs no stored generator.
/// </summary>
/// <param name="labels">Of all training images; null for a variant without labels.</param>
public sealed class CounterBatches(
    VariantModel model, BatchReader reader, ImageLabels? labels, ulong seed, int batch, Device device)
    : IBatchSource, IDisposable
{
    private BatchStream? _stream;
    private TimeSpan _waitedBefore;

    /// <summary>How long <see cref="Draw"/> waited for images so far.</summary>
    public TimeSpan Waited => _waitedBefore + (_stream?.Waited ?? TimeSpan.Zero);

    public StepInput Draw(long updateIndex)
    {
        var first = updateIndex * batch;
        if (_stream is null || _stream.NextIndex != first)
        {
            _waitedBefore = Waited;
            _stream?.Dispose();
            _stream = reader.Stream(first, batch, device);
        }

        var x = _stream.Next().MoveToDevice(device);
        var z = model.SamplePrior(batch, new CounterRandom(seed, "prior", updateIndex), device);
        var noise = model.Facts.Encoder is { NeedsNoise: true }
            ? new CounterRandom(seed, "noise", updateIndex).Normal(device, batch, model.Facts.LatentSize)
            : null;
        return new StepInput(x, z, noise, Labels(updateIndex));
    }

    private LabelPair? Labels(long updateIndex)
    {
        if (labels is null || model.SampleLabels(batch, new CounterRandom(seed, "drawn labels", updateIndex), device) is not { } drawn)
        {
            return null;
        }

        var first = updateIndex * batch;
        var real = Enumerable.Range(0, batch).Select(i => (long)labels.Values[reader.ImageIndex(first + i)]).ToArray();
        return new LabelPair(tensor(real).MoveToDevice(device), drawn);
    }

    public void Dispose() => _stream?.Dispose();
}
