using System.Runtime.InteropServices;
using BigBiGan.Dsl.Native;
using BigBiGan.Dsl.Randomness;
using BigBiGan.Training.Data.Images;
using static TorchSharp.torch;

namespace BigBiGan.Training.Data.Batches;

/// <summary>
/// The order in which a run sees its images. Draw k is image k mod N of the permutation of epoch k div N; permutations are keyed
/// by (seed, "order", epoch) and calculated, not stored; augmentations are keyed by (seed, "augment") and k. So a batch is a function of its first
/// draw index alone.
/// </summary>
public sealed class BatchReader
{
    private readonly ulong _seed;
    private readonly AugmentedCopy _copy;

    /// <summary>The last one that was asked for.</summary>
    private Epoch? _known;

    /// <exception cref="ArgumentException">No images.</exception>
    public BatchReader(ImageSet images, ulong seed, Augmentation augmentation)
    {
        if (images.Count == 0)
        {
            throw new ArgumentException($"{images.Name}: the {images.Split} split has no images to draw from.", nameof(images));
        }

        Images = images;
        _seed = seed;
        _copy = new AugmentedCopy(images, augmentation, seed);
        Decodes = augmentation.Crop is null ? !images.Pixels.IsDecoded : images.Pixels.DecodesCrops;
    }

    public ImageSet Images { get; }

    /// <summary>Whether images, or crops of them, are decoded whenever they are drawn.</summary>
    public bool Decodes { get; }

    /// <summary>Threads that decode a batch, where its images have to be decoded; it changes no batch.</summary>
    public int Workers { get; private set; } = Environment.ProcessorCount;

    /// <summary>Decodes by so many threads from here on.</summary>
    /// <param name="workers">Null for as many as a short trial shows to be of use.</param>
    /// <param name="count">Images per batch.</param>
    public void DecodeBy(int? workers, int count)
    {
        var most = Math.Min(Environment.ProcessorCount, count);
        Workers = workers ?? (Decodes && most > 1 ? WorkerTrial.Best(most, TrialDraw(count)) : most);
    }

    /// <summary>
    /// Draws <paramref name="firstIndex"/> to <paramref name="firstIndex"/> + <paramref name="count"/> - 1.
    /// [count, C, H, W] in [-1, 1], on the CPU
    /// </summary>
    public Tensor Draw(long firstIndex, int count)
    {
        var batch = empty(count, Images.Colours, Images.Size, Images.Size);
        try
        {
            Draw(firstIndex, MemoryMarshal.Cast<byte, float>(batch.bytes));
            return batch;
        }
        catch
        {
            batch.Dispose();
            throw;
        }
    }

    /// <summary>Consecutive batches, the next ones prepared in the background.</summary>
    /// <param name="firstIndex">The draw index where a resumed run goes on; 0 at the start.</param>
    /// <param name="count">Images per batch.</param>
    /// <param name="device">Where the batches will go: for a CUDA device they come in pinned memory.</param>
    /// <param name="ahead">Batches that wait, at least 1; it changes no batch.</param>
    /// <param name="stride">Draws from one batch to the next, where others draw those between; null for <paramref name="count"/>.</param>
    public BatchStream Stream(long firstIndex, int count, Device? device = null, int ahead = BatchStream.Ahead, int? stride = null) =>
        new(index => Draw(index, count).Pinned(device ?? CPU), firstIndex, stride ?? count, ahead);

    /// <summary>Which image of the set draw k is.</summary>
    public int ImageIndex(long draw) => (int)Order(draw / Images.Count)[draw % Images.Count];

    /// <summary>Draws images from all over the first epoch, so that hardly one is drawn twice.</summary>
    private Func<int, int> TrialDraw(int count)
    {
        var (next, batch) = (0L, new float[count * Images.ImageBytes]);
        return workers =>
        {
            Workers = workers;
            Draw(next, batch);
            next += count;
            return count;
        };
    }

    private unsafe void Draw(long firstIndex, Span<float> batch)
    {
        var length = Images.ImageBytes;
        var count = batch.Length / length;
        fixed (float* start = batch)
        {
            var address = (nint)start; // pinned until all are drawn
            void One(int i) => _copy.Write(ImageIndex(firstIndex + i), firstIndex + i, new Span<float>((float*)address + ((long)i * length), length));
            if (Decodes)
            {
                AllCores.Each(count, One, Workers);
                return;
            }

            for (var i = 0; i < count; i++)
            {
                One(i);
            }
        }
    }

    private KeyedPermutation Order(long epoch)
    {
        var known = Volatile.Read(ref _known);
        if (known?.Number != epoch)
        {
            known = new Epoch(epoch, new KeyedPermutation(Images.Count, new CounterRandom(_seed, "order", epoch)));
            Volatile.Write(ref _known, known);
        }

        return known.Order;
    }

    private sealed record Epoch(long Number, KeyedPermutation Order);
}
