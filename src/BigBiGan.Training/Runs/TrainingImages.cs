using BigBiGan.Dsl;
using BigBiGan.Training.Data.Batches;
using BigBiGan.Training.Data.Images;
using BigBiGan.Training.Data.Labels;
using BigBiGan.Training.Loop;
using BigBiGan.Training.Text;

namespace BigBiGan.Training.Runs;

/// <summary>How the images of a run are read, and the batches that are made of them.</summary>
internal sealed class TrainingImages : IDisposable
{
    private readonly RunRequest _request;
    private readonly RunIdentity _identity;
    private readonly ImageLabels? _labels;
    private readonly BatchReader _reader;
    private readonly CachedPixels? _cache;

    /// <summary>Decides how images are read, by a short trial where they have to be decoded.</summary>
    /// <param name="identity">Of the run.</param>
    /// <param name="labels">Null for a variant without labels.</param>
    /// <param name="note">Receives a line about it, where images are decoded whenever they are drawn.</param>
    public TrainingImages(RunRequest request, RunIdentity identity, ImageLabels? labels, Action<string>? note = null)
    {
        (_request, _identity, _labels) = (request, identity, labels);
        var (facts, images, reading) = (request.Variant.Facts.Training, request.Data.Train, request.Reading);
        var most = reading.CacheBytes ?? FreeMemory.Bytes / 4;
        if (!images.Pixels.IsDecoded && facts.Crop is null && most >= images.ImageBytes)
        {
            _cache = new CachedPixels(images.Pixels, images.ImageBytes, most);
            images = images.Cached(_cache);
        }

        _reader = new BatchReader(images, identity.Seed, new Augmentation(facts.Flip, facts.Shift, facts.Crop));
        _reader.DecodeBy(reading.Workers, identity.Batch);
        if (_reader.Decodes)
        {
            var kept = _cache is null
                ? facts.Crop is null ? "none stays in memory" : "each crop is another, so that none stays in memory"
                : $"{Quantity.Exact(_cache.Kept)} of {Quantity.Exact(images.Count)} stay in memory";
            note?.Invoke($"images are decoded when they are drawn, by {Quantity.Count(_reader.Workers, "thread")}; {kept}");
        }
    }

    /// <summary>The batches of a replica.</summary>
    public CounterBatches Batches(VariantModel model, int rank, int replicas) => new(
        model, _reader, _labels, _identity.Seed, _identity.Batch, _request.Device, BatchPart.Of(_identity.Batch, rank, replicas));

    public void Dispose() => _cache?.Dispose();
}
