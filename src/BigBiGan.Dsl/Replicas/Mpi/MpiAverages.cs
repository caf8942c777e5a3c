using static TorchSharp.torch;

namespace BigBiGan.Dsl.Replicas.Mpi;

/// <summary>The averages of an update's gradients: in buckets, which begin while the backward pass still makes others where that was said before.</summary>
internal sealed class MpiAverages
{
    /// <summary>Of gradients that are sent together: a hundred a second on a slow network.</summary>
    private const long BucketBytes = 4 << 20;

    /// <summary>Buckets under way once the pass is over: each takes its memory twice.</summary>
    private const int Most = 8;

    private readonly MpiLibrary _library;
    private readonly Queue<MpiAverage> _underWay = [];
    private GradientBuckets? _expected;

    public MpiAverages(MpiLibrary library)
    {
        _library = library;
        new Thread(Push) { IsBackground = true, Name = "gradients under way" }.Start();
    }

    /// <inheritdoc cref="Collective.Expect"/>
    public void Expect(IReadOnlyList<Tensor> parameters) => _expected = new GradientBuckets(parameters, BucketBytes);

    /// <inheritdoc cref="Collective.Progress"/>
    public void Progress()
    {
        if (_expected is null)
        {
            return;
        }

        using var withoutGradient = no_grad();
        while (_expected.Next() is { } bucket)
        {
            Begin(bucket);
        }

        MpiWait.Ask(Sum);
    }

    /// <inheritdoc cref="Collective.Average"/>
    public void End(IReadOnlyList<Tensor> tensors)
    {
        using var withoutGradient = no_grad();
        Progress();
        foreach (var bucket in Buckets(_expected?.Rest(tensors) ?? tensors))
        {
            Begin(bucket);
            while (_underWay.Count > Most)
            {
                EndOldest();
            }
        }

        while (_underWay.Count > 0)
        {
            EndOldest();
        }

        _expected?.Release();
        _expected = null;
    }

    /// <summary>Tensors of one type each, and about as many bytes as are sent together.</summary>
    private static IEnumerable<IReadOnlyList<Tensor>> Buckets(IEnumerable<Tensor> tensors)
    {
        foreach (var group in tensors.GroupBy(tensor => tensor.dtype))
        {
            var (bucket, bytes) = (new List<Tensor>(), 0L);
            foreach (var tensor in group)
            {
                bucket.Add(tensor);
                bytes += tensor.numel() * tensor.element_size();
                if (bytes >= BucketBytes)
                {
                    yield return bucket;
                    (bucket, bytes) = ([], 0);
                }
            }

            if (bucket.Count > 0)
            {
                yield return bucket;
            }
        }
    }

    private void Begin(IReadOnlyList<Tensor> bucket)
    {
        var average = new MpiAverage(_library, bucket);
        lock (_underWay)
        {
            _underWay.Enqueue(average);
            Monitor.Pulse(_underWay);
        }
    }

    private void EndOldest()
    {
        var oldest = _underWay.Peek();
        MpiWait.Until(() =>
        {
            Sum();
            return oldest.Sum() && oldest.IsDone();
        });
        oldest.End();
        lock (_underWay)
        {
            _underWay.Dequeue();
        }
    }

    /// <summary>In their order, up to the first that still waits.</summary>
    /// <returns>Whether none does.</returns>
    private bool Sum() => _underWay.All(average => average.Sum());

    /// <summary>Beside the thread that calculates, while something is under way: the library moves nothing unless it is called.</summary>
    private void Push()
    {
        try
        {
            while (true)
            {
                lock (_underWay)
                {
                    while (_underWay.Count == 0)
                    {
                        Monitor.Wait(_underWay);
                    }

                    lock (_library.Gate)
                    {
                        _library.Push(); // within both: when nothing is under way any more, MPI may end
                    }
                }

                Thread.Sleep(1);
            }
        }
        catch (ReplicaException)
        {
            // the thread that calculates sees it, too
        }
    }
}
