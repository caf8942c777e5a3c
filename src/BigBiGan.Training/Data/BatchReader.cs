using static TorchSharp.torch;

namespace BigBiGan.Training.Data;

/// <summary>
/// The order in which a run sees its images. Draw k is image k mod N of the permutation of epoch k div N; permutations are keyed
/// by (seed, "order", epoch), augmentations by (seed, "augment", k). So a batch is a function of its first draw index alone.
/// </summary>
public sealed class BatchReader(ImageSet images, ulong seed, Augmentation augmentation)
{
    public ImageSet Images { get; } = images;

    /// <summary>Draws <paramref name="firstIndex"/> to <paramref name="firstIndex"/> + <paramref name="count"/> - 1. [count, C, H, W] in [-1, 1], on the CPU</summary>
    public Tensor Draw(long firstIndex, int count) => throw new NotImplementedException($"{seed} {augmentation}");

    /// <summary>Consecutive batches, the next ones prepared in the background.</summary>
    /// <param name="firstIndex">The draw index where a resumed run goes on; 0 at the start.</param>
    /// <param name="count">Images per batch.</param>
    public BatchStream Stream(long firstIndex, int count) => new(this, firstIndex, count);
}
