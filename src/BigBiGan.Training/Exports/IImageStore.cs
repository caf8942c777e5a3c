namespace BigBiGan.Training.Exports;

/// <summary>Where images go one batch after the other, so that what an interrupted command had written is not made again.</summary>
public interface IImageStore : IDisposable
{
    /// <summary>Whether images were stored before, whole and for good.</summary>
    bool Has(int first, int count);

    /// <param name="first">The index of the first one.</param>
    /// <param name="pixels">Of one image after the other, as <see cref="PixelBytes"/> gives them. [N, H, W, C]</param>
    void Add(int first, ReadOnlySpan<byte> pixels);

    /// <summary>All images are there.</summary>
    /// <param name="labels">Their classes; null where they have none. [N]</param>
    void Finish(long[]? labels);
}
