using static TorchSharp.torch;

namespace BigBiGan.Training.Data;

/// <summary>Consecutive batches of a <see cref="BatchReader"/>, read ahead on a thread of its own.</summary>
public sealed class BatchStream : IDisposable
{
    internal BatchStream(BatchReader reader, long firstIndex, int count)
    {
        NextIndex = firstIndex;
        _ = (reader, count);
    }

    /// <summary>The draw index of the first image of the batch that <see cref="Next"/> gives.</summary>
    public long NextIndex { get; private set; }

    /// <summary>[count, C, H, W] in [-1, 1], on the CPU; the caller owns it. Rethrows what failed in the background.</summary>
    public Tensor Next() => throw new NotImplementedException();

    public void Dispose()
    {
    }
}
