using BigBiGan.Dsl.Native;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Replicas.Mpi;

/// <summary>
/// The mean of tensors of one type, under way: each rank gets its share of them from everybody, sums it in the order of the ranks, as the threads of
/// one process do, and gives it to everybody. Ranks begin the same averages in the same order, and sum them in that order.
/// </summary>
internal sealed unsafe class MpiAverage
{
    private readonly MpiLibrary _library;
    private readonly IReadOnlyList<Tensor> _tensors;
    private readonly Tensor _flat; // what is sent, and the means in the end
    private Tensor? _parts; // [ranks, share], until they are summed
    private Tensor? _mean; // [share]
    private nint _request;

    /// <summary>Begins.</summary>
    /// <param name="tensors">At least one; to be left alone until the end.</param>
    public MpiAverage(MpiLibrary library, IReadOnlyList<Tensor> tensors)
    {
        (_library, _tensors) = (library, tensors);
        using var scope = NewDisposeScope();
        var total = tensors.Sum(tensor => tensor.numel());
        var share = (total + library.Count - 1) / library.Count;
        var padding = zeros((share * library.Count) - total, tensors[0].dtype, tensors[0].device);
        _flat = cat([.. tensors.Select(tensor => tensor.reshape(-1)), padding]).cpu().DetachFromDisposeScope();
        _parts = empty_like(_flat).view(library.Count, share).DetachFromDisposeScope();
        lock (library.Gate)
        {
            _request = library.GiveParts(Address(_flat), Address(_parts), Bytes(_parts) / library.Count);
        }
    }

    /// <summary>Sums this rank's share and hands it on, where everybody's parts have come.</summary>
    /// <returns>Whether that is done.</returns>
    /// <exception cref="ReplicaException">The library has failed.</exception>
    public bool Sum()
    {
        if (_parts is null)
        {
            return true;
        }

        if (!IsDone())
        {
            return false;
        }

        using var scope = NewDisposeScope();
        var sum = _parts.select(0, 0);
        for (var rank = 1; rank < _library.Count; rank++)
        {
            sum.AddInPlace(_parts.select(0, rank));
        }

        _mean = sum.Div(_library.Count).DetachFromDisposeScope();
        lock (_library.Gate)
        {
            _request = _library.GatherSums(Address(_mean), Address(_flat), Bytes(_mean));
        }

        _parts.Dispose();
        _parts = null;
        return true;
    }

    /// <summary>Whether all means are here, once it has summed.</summary>
    /// <exception cref="ReplicaException">The library has failed.</exception>
    public bool IsDone()
    {
        lock (_library.Gate)
        {
            return _library.IsDone(ref _request);
        }
    }

    /// <summary>The tensors become their means.</summary>
    public void End()
    {
        using (NewDisposeScope())
        {
            var first = 0L;
            var means = _flat.to(_tensors[0].device);
            foreach (var tensor in _tensors)
            {
                tensor.copy_(means.narrow(0, first, tensor.numel()).view(tensor.shape));
                first += tensor.numel();
            }
        }

        _mean!.Dispose();
        _flat.Dispose();
    }

    private static void* Address(Tensor tensor) => (void*)DataPointer.Of(tensor);

    private static int Bytes(Tensor tensor) => checked((int)(tensor.numel() * tensor.element_size()));
}
