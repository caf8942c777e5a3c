namespace BigBiGan.Training.Exports;

/// <summary>Images by the thousand, in memory for one batch.</summary>
public static class ImageExport
{
    /// <summary>Also the memory that it takes: G makes so many at once.</summary>
    private const int Batch = 64;

    /// <summary>Stores what the store does not have yet.</summary>
    /// <param name="draw">
    /// (first, count): images from an index on, [count, H, W, C]. Asked for whole batches from multiples of their size on, also at the end, so that
    /// an image has the same bytes whatever the number of images and whatever was there before.
    /// </param>
    /// <param name="available">How many there are to draw; null for no end.</param>
    public static void Run(IImageStore store, int count, Func<int, int, byte[]> draw, int? available = null, Action<int, int>? progress = null)
    {
        for (var first = 0; first < count; first += Batch)
        {
            var wanted = Math.Min(Batch, count - first);
            if (!store.Has(first, wanted))
            {
                var drawn = Math.Min(Batch, (available ?? int.MaxValue) - first);
                var pixels = draw(first, drawn);
                store.Add(first, pixels.AsSpan(0, pixels.Length / drawn * wanted));
            }

            progress?.Invoke(first + wanted, count);
        }
    }
}
