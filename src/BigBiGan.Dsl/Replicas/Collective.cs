using static TorchSharp.torch;

namespace BigBiGan.Dsl.Replicas;

/// <summary>
/// One replica's seat among those that train a model together, each on its own part of every batch. All of them make the same calls in the same
/// order, and every replica has the same bits after each: sums are taken in the order of the ranks, or once for all.
/// </summary>
public abstract class Collective
{
    /// <summary>From 0; rank 0 logs, draws and saves.</summary>
    public abstract int Rank { get; }

    /// <summary>Replicas in all, at least 2.</summary>
    public abstract int Count { get; }

    /// <summary>
    /// Everyone's tensor, by rank. A backward pass may call it, where an exception would end the process: it throws nothing, and where another
    /// replica has failed the result is worthless and the next <see cref="Average"/> says so. [...] -> [replicas, ...]
    /// </summary>
    /// <param name="own">Of the same shape and type on all replicas.</param>
    public abstract Tensor Gather(Tensor own);

    /// <summary>
    /// The next backward pass makes the gradients of these parameters, and no later one adds to them: a carrier that can averages some while the pass makes
    /// others. They are the first tensors of the next <see cref="Average"/>, in this order.
    /// </summary>
    /// <param name="parameters">Without gradients; the same list on all replicas.</param>
    public virtual void Expect(IReadOnlyList<Tensor> parameters)
    {
    }

    /// <summary>Called at many points of a backward pass: what it has made may go on its way. Throws nothing, as <see cref="Gather"/>.</summary>
    public virtual void Progress()
    {
    }

    /// <summary>Every tensor becomes the mean over the replicas, in place.</summary>
    /// <param name="tensors">As many, and of the same shapes and types, on all replicas.</param>
    /// <exception cref="ReplicaException">Another replica has failed.</exception>
    public abstract void Average(IReadOnlyList<Tensor> tensors);

    /// <summary>Every tensor becomes what it is on rank 0.</summary>
    /// <param name="tensors">As many, and of the same shapes and types, on all replicas.</param>
    /// <exception cref="ReplicaException">Another replica has failed.</exception>
    public abstract void Broadcast(IReadOnlyList<Tensor> tensors);

    /// <summary>
    /// Every tensor becomes what it is on rank 0, for good: replicas of one process have it in the same memory from here on. Each of these tensors is
    /// changed by those that <see cref="Owned"/> names alone.
    /// </summary>
    /// <param name="tensors">As many, and of the same shapes and types, on all replicas.</param>
    /// <exception cref="ReplicaException">Another replica has failed.</exception>
    public virtual void Share(IReadOnlyList<Tensor> tensors) => Broadcast(tensors);

    /// <summary>Which of the shared tensors this replica changes: all where each has its own, and else about as many bytes as any other does.</summary>
    /// <param name="shared">The same list on all replicas.</param>
    /// <returns>Positions in the list.</returns>
    public virtual IReadOnlyList<int> Owned(IReadOnlyList<Tensor> shared) => [.. Enumerable.Range(0, shared.Count)];

    /// <summary>This replica has changed what it owns; returns when all have.</summary>
    /// <exception cref="ReplicaException">Another replica has failed.</exception>
    public virtual void Changed()
    {
    }

    /// <summary>What comes next: rank 0 decides, the others ask.</summary>
    /// <param name="turn">Rank 0's decision; nobody reads that of another.</param>
    /// <exception cref="ReplicaException">Another replica has failed.</exception>
    public abstract ReplicaTurn Next(ReplicaTurn turn = default);
}
