using System.Globalization;
using static TorchSharp.torch;

namespace BigBiGan.Training.Evaluation.Sampling;

/// <summary>
/// Who calculates the batches of an evaluation: threads of this process, or the ranks of a run. Each batch is wholly one's, and their number changes no bit.
/// </summary>
/// <param name="Threads">The caller's among them.</param>
public readonly record struct BatchWorkers(int Threads)
{
    /// <summary>Ranks that take part in what they can be told of; null where there are none.</summary>
    internal SharedBatches? Ranks { get; init; }

    /// <summary>So many threads.</summary>
    public static implicit operator BatchWorkers(int threads) => new(threads);

    /// <summary>In words.</summary>
    public override string ToString()
    {
        var (count, name) = Ranks is { } ranks ? (ranks.Count, "ranks") : (Math.Max(1, Threads), "replicas");
        return string.Create(CultureInfo.InvariantCulture, $"{count} {name}");
    }

    /// <summary>How batches are made, and handed on in their order.</summary>
    /// <param name="calculate">What is made of a batch; called without gradients in a dispose scope, by several threads at once where there are some.</param>
    /// <param name="task">The same as other ranks are told of it; null where they cannot be.</param>
    internal Action<IReadOnlyList<int>, Action<int, Tensor>> Each(Func<int, Tensor> calculate, BatchTask? task = null)
    {
        Action<IReadOnlyList<int>, Action<int, Tensor>> byThreads = new ParallelBatches<Tensor>(Math.Max(1, Threads), calculate).Each;
        return Ranks is not { } ranks || task is null ? byThreads : (batches, take) =>
        {
            if (batches.Count > 1)
            {
                ranks.Each(task, batches, calculate, take);
            }
            else
            {
                byThreads(batches, take); // nothing to share
            }
        };
    }
}
