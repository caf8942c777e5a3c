using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using static TorchSharp.torch;

namespace BigBiGan.Training.Data.Batches;

/// <summary>Consecutive batches, drawn ahead by a thread of its own: the same ones, in the same order, as without it. For one consumer.</summary>
public sealed class BatchStream : IDisposable
{
    /// <summary>Batches that wait, where nothing else is asked for; with two, either thread often waited to be woken on a loaded machine.</summary>
    public const int Ahead = 4;

    private readonly Func<long, Tensor> draw;
    private readonly int count;
    private readonly BlockingCollection<Tensor> ready;
    private readonly CancellationTokenSource stop = new();
    private readonly Thread thread;
    private ExceptionDispatchInfo? failure;

    /// <param name="draw">Makes the batch from a draw index on; called in the background, for one batch after the other.</param>
    /// <param name="count">Images per batch.</param>
    /// <param name="ahead">Batches that wait, at least 1; one more is in the making.</param>
    internal BatchStream(Func<long, Tensor> draw, long firstIndex, int count, int ahead = Ahead)
    {
        this.draw = draw;
        this.count = count;
        ready = new BlockingCollection<Tensor>(ahead);
        NextIndex = firstIndex;
        thread = new Thread(() => Prepare(firstIndex)) { IsBackground = true, Name = "batches" };
        thread.Start();
    }

    /// <summary>The draw index of the first image of the batch that <see cref="Next"/> gives.</summary>
    public long NextIndex { get; private set; }

    /// <summary>[count, C, H, W] in [-1, 1], on the CPU, owned by the caller's dispose scope. Rethrows what failed in the background, after the good batches.</summary>
    public Tensor Next()
    {
        if (!ready.TryTake(out var batch, Timeout.Infinite))
        {
            failure!.Throw();
        }

        CurrentDisposeScope?.Attach(batch!); // scopes are a thread's own
        NextIndex += count;
        return batch!;
    }

    /// <summary>Ends the thread after the batch in the making; batches that wait are dropped.</summary>
    public void Dispose()
    {
        stop.Cancel();
        thread.Join();
        while (ready.TryTake(out var batch))
        {
            batch.Dispose();
        }

        ready.Dispose();
        stop.Dispose();
    }

    private void Prepare(long index)
    {
        Tensor? batch = null;
        try
        {
            for (; ; index += count)
            {
                batch = draw(index);
                ready.Add(batch, stop.Token);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            batch?.Dispose();
        }
        catch (Exception problem)
        {
            failure = ExceptionDispatchInfo.Capture(problem);
            ready.CompleteAdding();
        }
    }
}
