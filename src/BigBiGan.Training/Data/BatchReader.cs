using System.Runtime.InteropServices;
using BigBiGan.Dsl.Randomness;
using static TorchSharp.torch;

namespace BigBiGan.Training.Data;

/// <summary>
/// The order in which a run sees its images. Draw k is image k mod N of the permutation of epoch k div N; permutations are keyed
/// by (seed, "order", epoch), augmentations by (seed, "augment") and k. So a batch is a function of its first draw index alone.
/// </summary>
public sealed class BatchReader
{
    private readonly ulong seed;
    private readonly AugmentedCopy copy;
    private volatile Epoch? latest;

    /// <exception cref="ArgumentException">No images.</exception>
    public BatchReader(ImageSet images, ulong seed, Augmentation augmentation)
    {
        if (images.Count == 0)
        {
            throw new ArgumentException($"{images.Name}: the {images.Split} split has no images to draw from.", nameof(images));
        }

        Images = images;
        this.seed = seed;
        copy = new AugmentedCopy(images, augmentation, seed);
    }

    public ImageSet Images { get; }

    /// <summary>Draws <paramref name="firstIndex"/> to <paramref name="firstIndex"/> + <paramref name="count"/> - 1. [count, C, H, W] in [-1, 1], on the CPU</summary>
    public Tensor Draw(long firstIndex, int count)
    {
        var batch = empty(count, Images.Colours, Images.Size, Images.Size);
        Draw(firstIndex, MemoryMarshal.Cast<byte, float>(batch.bytes));
        return batch;
    }

    /// <summary>Consecutive batches, the next ones prepared in the background.</summary>
    /// <param name="firstIndex">The draw index where a resumed run goes on; 0 at the start.</param>
    /// <param name="count">Images per batch.</param>
    public BatchStream Stream(long firstIndex, int count) =>
        new((index, values) => Draw(index, values), firstIndex, [count, Images.Colours, Images.Size, Images.Size]);

    /// <summary>Which image of the set draw k is.</summary>
    public int ImageIndex(long draw) => Order(draw / Images.Count)[draw % Images.Count];

    private void Draw(long firstIndex, Span<float> batch)
    {
        for (var start = 0; start < batch.Length; start += Images.ImageBytes)
        {
            copy.Write(ImageIndex(firstIndex), firstIndex, batch.Slice(start, Images.ImageBytes));
            firstIndex++;
        }
    }

    private int[] Order(long epoch)
    {
        var known = latest;
        if (known?.Number != epoch)
        {
            known = new Epoch(epoch, new CounterRandom(seed, "order", epoch).Permutation(Images.Count));
            latest = known;
        }

        return known.Order;
    }

    private sealed record Epoch(long Number, int[] Order);
}
