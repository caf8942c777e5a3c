using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.ExceptionServices;
using static TorchSharp.torch;

namespace BigBiGan.Training.Data.Batches;

/// <summary>Consecutive batches, drawn ahead by a thread of its own: the same ones, in the same order, as without it. For one consumer.</summary>
public sealed class BatchStream : IDisposable
{
    /// <summary>Batches that wait, where nothing else is asked for; with two, either thread often waited to be woken on a loaded machine.</summary>
    public const int Ahead = 4;

    private readonly Func<long, Tensor> _draw;
    private readonly int _stride;
    private readonly BlockingCollection<Tensor> _ready;
    private readonly CancellationTokenSource _stop = new();
    private readonly Thread _thread;
    private ExceptionDispatchInfo? _failure;

    /// <param name="draw">Makes the batch from a draw index on; called in the background, for one batch after the other.</param>
    /// <param name="stride">Draws from one batch to the next: its images, and those of other replicas.</param>
    /// <param name="ahead">Batches that wait, at least 1; one more is in the making.</param>
    internal BatchStream(Func<long, Tensor> draw, long firstIndex, int stride, int ahead = Ahead)
    {
        _draw = draw;
        _stride = stride;
        _ready = new BlockingCollection<Tensor>(ahead);
        NextIndex = firstIndex;
        _thread = new Thread(() => Prepare(firstIndex)) { IsBackground = true, Name = "batches" };
        _thread.Start();
    }

    /// <summary>The draw index of the first image of the batch that <see cref="Next"/> gives.</summary>
    public long NextIndex { get; private set; }

    /// <summary>How long <see cref="Next"/> waited for batches, in all.</summary>
    public TimeSpan Waited { get; private set; }

    /// <summary>
    /// [count, C, H, W] in [-1, 1], on the CPU, owned by the caller's dispose scope.
    /// Rethrows what failed in the background, after the good batches.
    /// </summary>
    public Tensor Next()
    {
        if (!_ready.TryTake(out var batch))
        {
            var started = Stopwatch.GetTimestamp();
            if (!_ready.TryTake(out batch, Timeout.Infinite))
            {
                _failure!.Throw();
            }

            Waited += Stopwatch.GetElapsedTime(started);
        }

        CurrentDisposeScope?.Attach(batch!); // scopes are a thread's own
        NextIndex += _stride;
        return batch!;
    }

    /// <summary>Ends the thread after the batch in the making; batches that wait are dropped.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        _thread.Join();
        while (_ready.TryTake(out var batch))
        {
            batch.Dispose();
        }

        _ready.Dispose();
        _stop.Dispose();
    }

    private void Prepare(long index)
    {
        Tensor? batch = null;
        try
        {
            for (; ; index += _stride)
            {
                batch = _draw(index);
                _ready.Add(batch, _stop.Token);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            batch?.Dispose();
        }
        catch (Exception problem)
        {
            _failure = ExceptionDispatchInfo.Capture(problem);
            _ready.CompleteAdding();
        }
    }
}
