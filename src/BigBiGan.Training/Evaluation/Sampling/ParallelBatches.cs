using System.Runtime.ExceptionServices;
using static TorchSharp.torch;

namespace BigBiGan.Training.Evaluation.Sampling;

/// <summary>
/// Batches of an evaluation, several at once, each wholly by one thread: what comes out is the same, bit for bit, however many threads there are. As many
/// batches as threads are in memory.
/// </summary>
/// <param name="threads">That calculate, the caller's among them. One tensor operation of each takes as many threads as one of the caller's.</param>
/// <param name="calculate">What is made of a batch; called without gradients in a dispose scope, by several threads at once.</param>
internal sealed class ParallelBatches<T>(int threads, Func<int, T> calculate)
{
    private bool _begun;

    /// <summary>Calculates batches and hands each on in their order, whichever thread comes first. What fails ends the work, and is thrown as it is.</summary>
    /// <param name="take">
    /// Receives a batch and what was made of it, in the dispose scope that this belongs to; called by whichever thread made it, one at a time.
    /// </param>
    public void Each(IReadOnlyList<int> batches, Action<int, T> take)
    {
        // oneDNN makes each of its kernels at the first call, and two threads that make the same one at once can end the process
        var alone = threads == 1 ? batches.Count : Math.Min(batches.Count, _begun ? 0 : 1);
        foreach (var batch in batches.Take(alone))
        {
            One(batch, made => take(batch, made));
            _begun = true;
        }

        var left = batches.Skip(alone).ToList();
        if (left.Count == 0)
        {
            return;
        }

        var (work, operation) = (new Work(this, left, take), get_num_threads());
        var others = Enumerable.Range(1, Math.Min(threads, left.Count) - 1).Select(i => new Thread(() =>
        {
            set_num_threads(operation); // a setting of each thread by itself
            work.Run();
        })
        { IsBackground = true, Name = $"batches {i}" }).ToList();
        others.ForEach(thread => thread.Start());
        work.Run();
        others.ForEach(thread => thread.Join());
        work.Failure?.Throw();
    }

    private void One(int batch, Action<T> take)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        take(calculate(batch));
    }

    private sealed class Work(ParallelBatches<T> all, List<int> batches, Action<int, T> take)
    {
        private readonly object _gate = new();
        private int _begun;
        private int _taken;

        public ExceptionDispatchInfo? Failure { get; private set; }

        /// <summary>One of the threads, until nothing is left to begin.</summary>
        public void Run()
        {
            try
            {
                while (Next() is { } turn)
                {
                    all.One(batches[turn], made => Take(turn, made));
                }
            }
            catch (Exception problem)
            {
                lock (_gate)
                {
                    Failure ??= ExceptionDispatchInfo.Capture(problem);
                    Monitor.PulseAll(_gate);
                }
            }
        }

        private int? Next()
        {
            lock (_gate)
            {
                return Failure is null && _begun < batches.Count ? _begun++ : null;
            }
        }

        private void Take(int turn, T made)
        {
            lock (_gate)
            {
                while (Failure is null && _taken < turn)
                {
                    Monitor.Wait(_gate);
                }

                if (Failure is null)
                {
                    take(batches[turn], made);
                    _taken++;
                    Monitor.PulseAll(_gate);
                }
            }
        }
    }
}
