using System.Runtime.InteropServices;
using System.Text;
using BigBiGan.Dsl.Native;
using BigBiGan.Dsl.Replicas.Nccl;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Replicas.Mpi;

/// <summary>
/// Replicas that are processes, on one host or several, and talk by MPI. What they wait for is polled, so that a watch beside it can end a rank
/// whose neighbour is gone: that rank ends where it stands, as if it had been killed, and its files are as whole as then.
/// </summary>
public sealed unsafe partial class MpiReplicas : Collective
{
    private readonly MpiLibrary _library = new();
    private readonly RankPlace[] _places;
    private readonly RankWatch _watch;
    private readonly MpiAverages _averages;
    private readonly Action<string> _told;
    private readonly TaskCompletionSource<int> _end = new();
    private volatile bool _leaves;

    private MpiReplicas(Action<string> told)
    {
        (_told, Rank, Count) = (told, _library.Rank, _library.Count);
        if (Count != MpiLauncher.Count)
        {
            throw new ReplicaException(
                $"the launcher started {MpiLauncher.Count} processes, and the MPI library that was found knows of {Count} ({_library.Version}); "
                + "start them by the launcher of that library");
        }

        _places = [.. Exchange(RankPlace.Own().ToString()).Select(RankPlace.Parse)];
        _watch = new RankWatch(_library, _places, Lose, End);
        _averages = new MpiAverages(_library);
    }

    public override int Rank { get; }

    public override int Count { get; }

    /// <summary>The library, in words.</summary>
    public string Library => _library.Version;

    /// <summary>Takes this process's seat among those that a launcher started with it.</summary>
    /// <param name="told">
    /// Receives, on one of the ranks that are left and from any thread, the line that says which rank cannot go on and why. The process ends when
    /// it returns.
    /// </param>
    /// <exception cref="ReplicaException">There is no MPI library, or it is another than the launcher's.</exception>
    public static MpiReplicas Connect(Action<string> told)
    {
        RankCard.Choose();
        return new MpiReplicas(told);
    }

    /// <summary>The seat for tensors of a device: those of cards go from card to card by NCCL, and need no copy on the host.</summary>
    /// <param name="device">The same kind on all ranks, which all call this.</param>
    /// <exception cref="ReplicaException">There is no NCCL, or it cannot connect the cards.</exception>
    public Collective On(Device device)
    {
        if (device.type != TorchSharp.DeviceType.CUDA)
        {
            return this;
        }

        var library = NcclLibrary.Load();
        return new NcclReplicas(library, NcclId.Parse(Exchange(Rank == 0 ? $"{library.NewId()}" : "")[0]), this, SideStream.Create);
    }

    /// <summary>Where a rank runs.</summary>
    public string Host(int rank) => _places[rank].Host;

    /// <summary>Everyone's text, by rank.</summary>
    public IReadOnlyList<string> Exchange(string own)
    {
        var bytes = Encoding.UTF8.GetBytes(own);
        long[] lengths = new long[Count];
        long length = bytes.Length;
        fixed (long* all = lengths)
        {
            GatherBytes(&length, all, sizeof(long));
        }

        var most = (int)lengths.Max();
        var (padded, texts) = (new byte[most + 1], new byte[Count * most]); // no array that is empty has an address
        bytes.CopyTo(padded, 0);
        fixed (byte* from = padded)
        fixed (byte* to = texts)
        {
            GatherBytes(from, to, most);
        }

        return [.. lengths.Select((size, rank) => Encoding.UTF8.GetString(texts, rank * most, (int)size))];
    }

    public override Tensor Gather(Tensor own)
    {
        Progress(); // a norm is a milestone of a backward pass, too
        using var withoutGradient = no_grad();
        using var here = own.detach().cpu();
        using var plain = here.contiguous();
        var all = empty([Count, .. own.shape], own.dtype);
        fixed (byte* from = plain.bytes)
        fixed (byte* to = all.bytes)
        {
            GatherBytes(from, to, plain.bytes.Length);
        }

        return all.MoveToDevice(own.device);
    }

    public override void Expect(IReadOnlyList<Tensor> parameters) => _averages.Expect(parameters);

    public override void Progress() => _averages.Progress();

    public override void Average(IReadOnlyList<Tensor> tensors) => _averages.End(tensors);

    public override void Broadcast(IReadOnlyList<Tensor> tensors)
    {
        using var withoutGradient = no_grad();
        foreach (var tensor in tensors)
        {
            using var scope = NewDisposeScope();
            var plain = tensor.detach().cpu().contiguous();
            fixed (byte* bytes = plain.bytes)
            {
                BroadcastBytes(bytes, plain.bytes.Length);
            }

            if (Rank > 0)
            {
                tensor.copy_(plain);
            }
        }
    }

    public override ReplicaTurn Next(ReplicaTurn turn)
    {
        var decided = (byte)turn;
        BroadcastBytes(&decided, 1);
        return (ReplicaTurn)decided;
    }

    /// <summary>Rank 0 ends, and everybody with it.</summary>
    /// <param name="code">The exit code of all.</param>
    public void Leave(int code)
    {
        _leaves = true;
        _watch.Tell(new RankMessage(RankMessageKind.End, code));
        Finish(code);
    }

    /// <summary>Another rank waits for the end of rank 0.</summary>
    /// <returns>The exit code of all.</returns>
    public int Follow()
    {
        _leaves = true;
        var code = _end.Task.Result;
        Finish(code);
        return code;
    }

    /// <summary>Another rank cannot go on: rank 0 says so, and all end.</summary>
    /// <param name="reason">In one line.</param>
    /// <returns>The exit code of all; null where rank 0 does not answer, so that nobody has said it.</returns>
    public int? Fail(string reason)
    {
        _leaves = true;
        _watch.Tell(new RankMessage(RankMessageKind.Failure, Text: reason));
        if (!_end.Task.Wait(5 * RankWatch.Grace))
        {
            return null;
        }

        Finish(_end.Task.Result);
        return _end.Task.Result;
    }

    private void GatherBytes(void* own, void* all, int count)
    {
        nint request;
        lock (_library.Gate)
        {
            request = _library.AllGather(own, all, count);
        }

        MpiWait.Until(() => IsDone(ref request));
    }

    private void BroadcastBytes(void* bytes, int count)
    {
        nint request;
        lock (_library.Gate)
        {
            request = _library.Broadcast(bytes, count);
        }

        MpiWait.Until(() => IsDone(ref request));
    }

    private bool IsDone(ref nint request)
    {
        lock (_library.Gate)
        {
            return _library.IsDone(ref request);
        }
    }

    /// <summary>Called by the watch: this rank ends, wherever it is.</summary>
    private void Lose(int rank, string reason, bool saysSo)
    {
        // what is wrong on one rank is often wrong on rank 0 too, which says it better
        if (Rank == 0 && SpinWait.SpinUntil(() => _leaves, saysSo ? RankWatch.Grace / 2 : TimeSpan.Zero))
        {
            return;
        }

        if (Rank == 0 || Rank == 1)
        {
            _told(saysSo
                ? $"rank {rank} on {Host(rank)}: {reason}"
                : $"rank {rank} on {Host(rank)} is lost: {reason}; all ranks end, and the run goes on from its last checkpoint when it is resumed");
        }

        if (!saysSo && Host(rank) != Host(Rank))
        {
            Thread.Sleep(4 * RankWatch.Grace); // a launcher whose own connection is dead waits for it for ever when it is told to end the others
        }

        EndAfter(2 * RankWatch.Grace, RankWatch.Broken);
        if (Rank == 0)
        {
            _watch.Tell(new RankMessage(RankMessageKind.End, RankWatch.Broken));
            Thread.Sleep(RankWatch.Grace / 2); // those that hear it end by themselves
        }

        _library.Abort(RankWatch.Broken); // those that do not are ended by the launcher
        Exit(RankWatch.Broken);
    }

    /// <summary>Called by the watch.</summary>
    private void End(int code)
    {
        _end.TrySetResult(code);
        if (!SpinWait.SpinUntil(() => _leaves, RankWatch.Grace))
        {
            Exit(code); // it waits for a rank that comes no more, or does work that nobody needs
        }
    }

    private void Finish(int code)
    {
        _watch.End();
        EndAfter(5 * RankWatch.Grace, code); // a rank that was killed meanwhile never comes
        _library.Finish();
    }

    private static void EndAfter(TimeSpan time, int code) =>
        new Thread(() =>
        {
            Thread.Sleep(time);
            Exit(code);
        })
        {
            IsBackground = true,
            Name = "last resort",
        }.Start();

    // without libtorch's own tidying up, which a thread that still calculates does not survive
    [LibraryImport("libc", EntryPoint = "_exit")]
    private static partial void Exit(int code);
}
