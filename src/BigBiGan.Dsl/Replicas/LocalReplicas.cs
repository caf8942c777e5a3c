using System.Diagnostics;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Replicas;

/// <summary>Replicas that are threads of one process and read each other's memory.</summary>
public sealed class LocalReplicas
{
    /// <summary>Tensors of fewer elements are averaged by one replica, larger ones by all.</summary>
    private const long Small = 1 << 14;

    private static readonly Lazy<jit.CompilationUnit> Unit = new(() => jit.compile("""
        def add(sums: List[Tensor], parts: List[Tensor]):
            torch._foreach_add_(sums, parts)

        def divide(sums: List[Tensor], count: int):
            torch._foreach_div_(sums, count)

        def copy(targets: List[Tensor], sources: List[Tensor]):
            torch._foreach_copy_(targets, sources)

        """));

    private readonly Meeting _meeting;
    private readonly Seat[] _seats;
    private Exception? _cause;
    private ReplicaTurn _turn;

    /// <param name="count">At least 2.</param>
    public LocalReplicas(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 2);
        _meeting = new Meeting(count);
        _seats = [.. Enumerable.Range(0, count).Select(rank => new Seat(this, rank))];
        _ = Unit.Value; // compiled once, before threads ask for it
    }

    /// <summary>By rank, each for one thread.</summary>
    public IReadOnlyList<Collective> Seats => _seats;

    /// <summary>Releases all replicas that wait, now and later.</summary>
    /// <param name="cause">The first one is kept.</param>
    public void Fail(Exception? cause)
    {
        Interlocked.CompareExchange(ref _cause, cause, null);
        _meeting.End();
    }

    private sealed class Seat(LocalReplicas all, int rank) : Collective
    {
        /// <summary>What the others read at this meeting, and what some may still read of the last one.</summary>
        private readonly Tensor?[] _given = new Tensor?[2];
        private Tensor[] _list = [];
        private int _turn;

        public override int Rank => rank;

        public override int Count => all._seats.Length;

        public override Tensor Gather(Tensor own)
        {
            var turn = _turn ^= 1;
            _given[turn]?.Dispose(); // everybody has come to a later meeting since
            using (no_grad())
            {
                _given[turn] = own.detach().DetachFromDisposeScope();
            }

            return all._meeting.Wait()
                ? stack(all._seats.Select(seat => seat._given[turn]!))
                : stack(Enumerable.Repeat(own, Count));
        }

        public override void Average(IReadOnlyList<Tensor> tensors)
        {
            using var scope = NewDisposeScope();
            using var withoutGradient = no_grad();
            Give(tensors);
            var parts = Parts(tensors);
            var lists = all._seats.Select(seat => parts.ConvertAll(part => part.Of(seat._list)).ToArray()).ToArray();
            if (parts.Count > 0)
            {
                foreach (var other in lists.AsSpan(1))
                {
                    Unit.Value.invoke("add", lists[0], other);
                }

                Unit.Value.invoke("divide", lists[0], Count);
                foreach (var other in lists.AsSpan(1))
                {
                    Unit.Value.invoke("copy", other, lists[0]);
                }
            }

            Meet();
        }

        public override void Broadcast(IReadOnlyList<Tensor> tensors) => TakeFromFirst(tensors, (target, source) => target.copy_(source));

        public override void Share(IReadOnlyList<Tensor> tensors) => TakeFromFirst(tensors, (target, source) => target.set_(source));

        public override IReadOnlyList<int> Owned(IReadOnlyList<Tensor> shared)
        {
            // the largest first, each to whoever has least
            var (owned, loads) = (new List<int>(), new long[Count]);
            foreach (var (size, i) in shared.Select((tensor, i) => (tensor.numel(), i)).OrderByDescending(entry => entry.Item1))
            {
                var owner = Array.IndexOf(loads, loads.Min());
                loads[owner] += size;
                if (owner == rank)
                {
                    owned.Add(i);
                }
            }

            return owned;
        }

        public override void Changed() => Meet();

        public override ReplicaTurn Next(ReplicaTurn turn)
        {
            if (rank == 0)
            {
                all._turn = turn;
            }

            Meet();
            var decided = all._turn;
            Meet();
            return decided;
        }

        private void TakeFromFirst(IReadOnlyList<Tensor> tensors, Action<Tensor, Tensor> take)
        {
            using var withoutGradient = no_grad();
            Give(tensors);
            if (rank > 0)
            {
                foreach (var (target, source) in tensors.Zip(all._seats[0]._list))
                {
                    take(target, source);
                }
            }

            Meet();
        }

        private void Give(IReadOnlyList<Tensor> tensors)
        {
            _list = [.. tensors];
            Meet();
            Debug.Assert(all._seats[0]._list.Length == tensors.Count, "replicas average other tensors");
        }

        private void Meet()
        {
            if (!all._meeting.Wait())
            {
                throw new ReplicaException($"replica {rank} of {Count} cannot go on: another one has failed", all._cause);
            }
        }

        /// <summary>This replica's share of the work: rows of all large tensors, and every so many small tensors whole.</summary>
        private List<Part> Parts(IReadOnlyList<Tensor> tensors)
        {
            var (parts, small) = (new List<Part>(), 0);
            for (var i = 0; i < tensors.Count; i++)
            {
                var rows = tensors[i].dim() == 0 ? 0 : tensors[i].size(0);
                if (tensors[i].numel() >= Small && rows >= Count)
                {
                    var first = rows * rank / Count;
                    parts.Add(new Part(i, first, (rows * (rank + 1) / Count) - first));
                }
                else if (small++ % Count == rank)
                {
                    parts.Add(new Part(i, 0, -1));
                }
            }

            return parts;
        }
    }

    /// <param name="Rows">-1 for the whole tensor.</param>
    private sealed record Part(int Tensor, long First, long Rows)
    {
        public Tensor Of(Tensor[] list) => Rows < 0 ? list[Tensor] : list[Tensor].narrow(0, First, Rows);
    }
}
