using BigBiGan.Training.Evaluation.Sampling;

namespace BigBiGan.Training.Exports;

/// <summary>Images by the thousand, in memory for as many batches as are made at once.</summary>
public static class ImageExport
{
    /// <summary>Also the memory that a thread takes: G makes so many at once.</summary>
    private const int Batch = 64;

    /// <summary>Stores what the store does not have yet.</summary>
    /// <param name="draw">
    /// (first, count): images from an index on, [count, H, W, C]. Asked for whole batches from multiples of their size on, also at the end, so that
    /// an image has the same bytes whatever the number of images and whatever was there before; by several threads at once where there are replicas.
    /// </param>
    /// <param name="available">How many there are to draw; null for no end.</param>
    /// <param name="progress">Receives how many of how many images are there.</param>
    /// <param name="replicas">Batches that are drawn at once, a thread each.</param>
    public static void Run(
        IImageStore store, int count, Func<int, int, byte[]> draw, int? available = null, Action<int, int>? progress = null, int replicas = 1)
    {
        List<int> missing = [.. Enumerable.Range(0, (count + Batch - 1) / Batch).Where(i => !store.Has(i * Batch, Wanted(i)))];
        new ParallelBatches<byte[]>(replicas, i => draw(i * Batch, Drawn(i))).Each(missing, (i, pixels) =>
        {
            store.Add(i * Batch, pixels.AsSpan(0, pixels.Length / Drawn(i) * Wanted(i)));
            progress?.Invoke((i * Batch) + Wanted(i), count);
        });

        int Wanted(int i) => Math.Min(Batch, count - (i * Batch));

        int Drawn(int i) => Math.Min(Batch, (available ?? int.MaxValue) - (i * Batch));
    }
}
