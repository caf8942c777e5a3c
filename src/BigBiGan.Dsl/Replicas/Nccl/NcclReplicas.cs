using BigBiGan.Dsl.Native;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Replicas.Nccl;

/// <summary>
/// Ranks with a card each, whose tensors go from card to card. What is decided between them is told by MPI, whose watch ends a rank that waits for
/// one that is gone. Never run on cards: tested with a library of the same functions that moves memory of the CPU.
/// </summary>
/// <param name="library">Ready.</param>
/// <param name="id">The same on all ranks.</param>
/// <param name="ranks">The seat of this process among them.</param>
internal sealed class NcclReplicas(NcclLibrary library, NcclId id, Collective ranks) : Collective
{
    private readonly nint _communicator = library.Join(id, ranks.Rank, ranks.Count);
    private Exception? _failure;

    public override int Rank => ranks.Rank;

    public override int Count => ranks.Count;

    public override Tensor Gather(Tensor own)
    {
        using var withoutGradient = no_grad();
        using var plain = own.detach().contiguous();
        var all = empty([Count, .. own.shape], own.dtype, own.device);
        try
        {
            library.Gather(DataPointer.Of(plain), DataPointer.Of(all), plain.numel(), NcclTypes.Of(plain.dtype), _communicator);
        }
        catch (ReplicaException problem)
        {
            _failure ??= problem; // Average says it
        }

        return all;
    }

    public override void Average(IReadOnlyList<Tensor> tensors)
    {
        if (_failure is { } failure)
        {
            throw failure;
        }

        InPlace(tensors, (data, count, type) => library.Average(data, count, type, _communicator));
        library.CheckAsync(_communicator);
    }

    public override void Broadcast(IReadOnlyList<Tensor> tensors) =>
        InPlace(tensors, (data, count, type) => library.Broadcast(data, count, type, _communicator));

    public override bool Continue(bool more) => ranks.Continue(more);

    /// <summary>One operation on all of them. A tensor that does not lie in its own order is carried by a copy that does.</summary>
    private void InPlace(IReadOnlyList<Tensor> tensors, Action<nint, long, NcclType> operation)
    {
        using var scope = NewDisposeScope();
        using var withoutGradient = no_grad();
        var carried = tensors.Select(tensor => (Tensor: tensor, Plain: tensor.is_contiguous() ? null : tensor.contiguous())).ToList();
        library.Begin();
        foreach (var (tensor, plain) in carried)
        {
            operation(DataPointer.Of(plain ?? tensor), tensor.numel(), NcclTypes.Of(tensor.dtype));
        }

        library.End();
        foreach (var (tensor, plain) in carried)
        {
            if (plain is not null)
            {
                tensor.copy_(plain);
            }
        }
    }
}
