using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace BigBiGan.Training.Data;

/// <summary>Consecutive batches of a <see cref="BatchReader"/>, prepared ahead by a thread of its own. For one consumer.</summary>
public sealed class BatchStream : IDisposable
{
    /// <summary>Batches that wait; one more is in the making.</summary>
    private const int Ahead = 2;

    private readonly Action<long, float[]> draw;
    private readonly long[] shape;
    private readonly BlockingCollection<float[]> ready = new(Ahead);
    private readonly ConcurrentBag<float[]> used = [];
    private readonly CancellationTokenSource stop = new();
    private readonly Thread thread;
    private ExceptionDispatchInfo? failure;

    /// <param name="draw">Fills a batch from its first draw index on.</param>
    /// <param name="shape">[count, C, H, W]</param>
    internal BatchStream(Action<long, float[]> draw, long firstIndex, long[] shape)
    {
        this.draw = draw;
        this.shape = shape;
        NextIndex = firstIndex;
        thread = new Thread(() => Prepare(firstIndex)) { IsBackground = true, Name = "batches" };
        thread.Start();
    }

    /// <summary>The draw index of the first image of the batch that <see cref="Next"/> gives.</summary>
    public long NextIndex { get; private set; }

    /// <summary>[count, C, H, W] in [-1, 1], on the CPU; the caller owns it. Rethrows what failed in the background.</summary>
    public Tensor Next()
    {
        if (!ready.TryTake(out var values, Timeout.Infinite))
        {
            failure?.Throw();
        }

        var batch = empty(shape);
        values.AsSpan().CopyTo(MemoryMarshal.Cast<byte, float>(batch.bytes));
        used.Add(values!);
        NextIndex += shape[0];
        return batch;
    }

    public void Dispose()
    {
        stop.Cancel();
        thread.Join();
        ready.Dispose();
        stop.Dispose();
    }

    private void Prepare(long index)
    {
        try
        {
            for (; ; index += shape[0])
            {
                if (!used.TryTake(out var values))
                {
                    values = new float[shape.Aggregate(1L, (product, d) => product * d)];
                }

                draw(index, values);
                ready.Add(values, stop.Token);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
        catch (Exception problem)
        {
            failure = ExceptionDispatchInfo.Capture(problem);
            ready.CompleteAdding();
        }
    }
}
