using BigBiGan.Dsl.Native;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Replicas.Nccl;

/// <summary>
/// Ranks with a card each, whose tensors go from card to card, in one stream of their own: each operation waits for what its tensors are made of, and
/// gradients go on their way while the backward pass makes others. What is decided between ranks is told by MPI, whose watch ends a rank that waits for
/// one that is gone. Never run on cards: tested with a library of the same functions that moves memory of the CPU.
/// </summary>
/// <param name="library">Ready.</param>
/// <param name="id">The same on all ranks.</param>
/// <param name="ranks">The seat of this process among them.</param>
/// <param name="createStream">Called once NCCL has chosen the card.</param>
internal sealed class NcclReplicas(NcclLibrary library, NcclId id, Collective ranks, Func<SideStream> createStream) : Collective
{
    /// <summary>Of gradients that are sent together: a millisecond or two between hosts.</summary>
    private const long BucketBytes = 32 << 20;

    private readonly nint _communicator = library.Join(id, ranks.Rank, ranks.Count);
    private readonly SideStream _stream = createStream();
    private readonly List<(Tensor Tensor, Tensor? Plain)> _underWay = [];
    private GradientBuckets? _expected;
    private Exception? _failure;

    public override int Rank => ranks.Rank;

    public override int Count => ranks.Count;

    public override Tensor Gather(Tensor own)
    {
        Progress(); // a norm is a milestone of a backward pass, too
        using var withoutGradient = no_grad();
        using var plain = own.detach().contiguous();
        var all = empty([Count, .. own.shape], own.dtype, own.device);
        Try(() =>
        {
            _stream.Follow();
            library.Gather(DataPointer.Of(plain), DataPointer.Of(all), plain.numel(), NcclTypes.Of(plain.dtype), _communicator, _stream.Handle);
            _stream.Join();
        });
        return all;
    }

    public override void Expect(IReadOnlyList<Tensor> parameters) => _expected = new GradientBuckets(parameters, BucketBytes);

    public override void Progress()
    {
        while (_expected?.Next() is { } bucket)
        {
            Try(() => Begin(bucket, library.Average));
        }
    }

    public override void Average(IReadOnlyList<Tensor> tensors)
    {
        if (_failure is { } failure)
        {
            throw failure;
        }

        Begin([.. _expected?.Rest(tensors) ?? tensors], library.Average);
        End();
        _expected?.Release();
        _expected = null;
        library.CheckAsync(_communicator);
    }

    public override void Broadcast(IReadOnlyList<Tensor> tensors)
    {
        Begin(tensors, library.Broadcast);
        End();
    }

    public override ReplicaTurn Next(ReplicaTurn turn) => ranks.Next(turn);

    /// <summary>One operation on all of them, in place. A tensor that does not lie in its own order is carried by a copy that does.</summary>
    private void Begin(IReadOnlyList<Tensor> tensors, Action<nint, long, NcclType, nint, nint> operation)
    {
        using var withoutGradient = no_grad();
        var first = _underWay.Count;
        foreach (var tensor in tensors)
        {
            _underWay.Add((tensor, tensor.is_contiguous() ? null : tensor.contiguous().DetachFromDisposeScope()));
        }

        _stream.Follow();
        library.Begin();
        foreach (var (tensor, plain) in _underWay.Skip(first))
        {
            operation(DataPointer.Of(plain ?? tensor), tensor.numel(), NcclTypes.Of(tensor.dtype), _communicator, _stream.Handle);
        }

        library.End();
    }

    /// <summary>What was begun is done for all that follows.</summary>
    private void End()
    {
        using var withoutGradient = no_grad();
        _stream.Join();
        foreach (var (tensor, plain) in _underWay)
        {
            if (plain is not null)
            {
                tensor.copy_(plain);
                plain.Dispose();
            }
        }

        _underWay.Clear();
    }

    /// <summary>Within a backward pass, where nothing may be thrown: <see cref="Average"/> says what went wrong.</summary>
    private void Try(Action action)
    {
        try
        {
            action();
        }
        catch (ReplicaException problem)
        {
            _failure ??= problem;
        }
    }
}
