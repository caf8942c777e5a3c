using BigBiGan.Dsl;
using BigBiGan.Dsl.Native;
using BigBiGan.Dsl.Randomness;
using BigBiGan.Training.Data.Batches;
using BigBiGan.Training.Data.Labels;
using static TorchSharp.torch;

namespace BigBiGan.Training.Loop;

/// <summary>
/// The batches of a run: images in the reader's order, z, noise and G's labels keyed by (seed, "prior", "noise" or "drawn labels",
/// updateIndex). Every batch is a function of its updateIndex alone, so a resumed run needs no stored generator, and a replica's part of it is cut
/// from the same numbers, whoever reads the others.
/// </summary>
/// <param name="model">Draws z and labels.</param>
/// <param name="reader">Of all training images.</param>
/// <param name="labels">Of all training images; null for a variant without labels.</param>
/// <param name="seed">Of the run.</param>
/// <param name="batch">Images of a whole batch.</param>
/// <param name="device">Where batches go.</param>
/// <param name="part">Which part of each batch is read; null for the whole.</param>
public sealed class CounterBatches(
    VariantModel model, BatchReader reader, ImageLabels? labels, ulong seed, int batch, Device device, BatchPart? part = null)
    : IBatchSource, IDisposable
{
    private readonly BatchPart _part = part ?? new BatchPart(0, batch);
    private BatchStream? _stream;
    private TimeSpan _waitedBefore;

    /// <summary>How long <see cref="Draw"/> waited for images so far.</summary>
    public TimeSpan Waited => _waitedBefore + (_stream?.Waited ?? TimeSpan.Zero);

    public StepInput Draw(long updateIndex)
    {
        var first = (updateIndex * batch) + _part.First;
        if (_stream is null || _stream.NextIndex != first)
        {
            _waitedBefore = Waited;
            _stream?.Dispose();
            _stream = reader.Stream(first, _part.Count, device, stride: batch);
        }

        var x = _stream.Next().MoveToDevice(device);
        var size = model.Facts.LatentSize;
        var z = model.SamplePrior(_part.Count, Own("prior", updateIndex, size), device);
        var noise = model.Facts.Encoder is { NeedsNoise: true } ? Own("noise", updateIndex, size).Normal(device, _part.Count, size) : null;
        return new StepInput(x, z, noise, Labels(updateIndex));
    }

    private LabelPair? Labels(long updateIndex)
    {
        if (labels is null || model.SampleLabels(_part.Count, Own("drawn labels", updateIndex, 1), device) is not { } drawn)
        {
            return null;
        }

        var first = (updateIndex * batch) + _part.First;
        var real = Enumerable.Range(0, _part.Count).Select(i => (long)labels.Values[reader.ImageIndex(first + i)]).ToArray();
        return new LabelPair(tensor(real).MoveToDevice(device), drawn);
    }

    /// <summary>The numbers of this part's images among those of the whole batch.</summary>
    /// <param name="each">Numbers of an image.</param>
    private CounterRandom Own(string purpose, long updateIndex, int each) => new CounterRandom(seed, purpose, updateIndex).From((long)_part.First * each);

    public void Dispose() => _stream?.Dispose();
}
