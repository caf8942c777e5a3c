using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace BigBiGan.Dsl.Replicas.Mpi;

/// <summary>
/// Keeps an eye on the other ranks, on a thread of its own, whatever the rank itself is doing: rank 0 on all others, they on rank 0. Each gives a
/// sign of life four times a second. A process that ended or was stopped is seen at once on the same machine; another one by its silence.
/// </summary>
internal sealed unsafe class RankWatch
{
    /// <summary>The exit code of ranks that cannot go on.</summary>
    public const int Broken = 1;

    /// <summary>After which a rank is given up.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

    /// <summary>In which ranks that still live can hear of an end.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private const int Tag = 7;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    /// <summary>A rank that was itself stopped for so long, with all others perhaps, does not blame them.</summary>
    private static readonly TimeSpan OwnAbsence = TimeSpan.FromSeconds(3);

    private readonly MpiLibrary _library;
    private readonly RankPlace _own;
    private readonly Peer[] _peers;
    private readonly Action<int, string, bool> _lost;
    private readonly Action<int> _ended;
    private readonly Thread _thread;
    private volatile bool _isOver;
    private bool _wasGivenUp;

    /// <param name="library">Ready.</param>
    /// <param name="places">By rank.</param>
    /// <param name="lost">Receives a rank that cannot go on, the reason, and whether it said so itself. Where it returns, the rank is not missed.</param>
    /// <param name="ended">Receives the exit code of rank 0.</param>
    public RankWatch(MpiLibrary library, IReadOnlyList<RankPlace> places, Action<int, string, bool> lost, Action<int> ended)
    {
        (_library, _lost, _ended) = (library, lost, ended);
        var rank = library.Rank;
        _own = places[rank];
        _peers = [.. places.Select((place, other) => new Peer(other, place)).Where(peer => (rank == 0) != (peer.Rank == 0))];
        _thread = new Thread(Run) { IsBackground = true, Name = "rank watch" };
        _thread.Start();
    }

    /// <summary>Tells all that are watched, and returns once it is under way to those that still take it.</summary>
    public void Tell(RankMessage message)
    {
        foreach (var peer in _peers)
        {
            peer.Out.Enqueue(message);
        }

        SpinWait.SpinUntil(() => Array.TrueForAll(_peers, HasHeard), Grace);
    }

    /// <summary>
    /// Looks no more, once it and the others have heard each other out: MPI wants each message received, and MPICH names those that were not.
    /// </summary>
    public void End()
    {
        _isOver = true;
        _thread.Join(Grace);
        foreach (var peer in _peers)
        {
            peer.Out.Enqueue(new RankMessage(RankMessageKind.Farewell));
        }

        SpinWait.SpinUntil(() => Array.TrueForAll(_peers, HasParted), Grace);
        lock (_library.Gate)
        {
            foreach (var peer in _peers.Where(peer => peer.Receiving != 0))
            {
                _library.Cancel(peer.Receiving); // its process is gone or stopped
            }
        }
    }

    private void Run()
    {
        var last = Stopwatch.GetTimestamp();
        while (!_isOver)
        {
            var away = Stopwatch.GetElapsedTime(last);
            _wasGivenUp |= away > Silence;
            last = Stopwatch.GetTimestamp();
            foreach (var peer in _peers)
            {
                peer.Seen = away > OwnAbsence ? last : peer.Seen;
                Look(peer);
            }

            Thread.Sleep(Interval);
        }
    }

    private void Look(Peer peer)
    {
        try
        {
            while (Exchange(peer) is { } message)
            {
                switch (message.Kind)
                {
                    case RankMessageKind.Failure:
                        _lost(peer.Rank, message.Text, true);
                        break;
                    case RankMessageKind.End:
                        _isOver = true;
                        _ended(message.Code);
                        return;
                    case RankMessageKind.Beat:
                    case RankMessageKind.Farewell:
                        break;
                }
            }
        }
        catch (ReplicaException problem)
        {
            Miss(peer, problem.Message);
        }

        if (peer.Place.HasEnded(_own))
        {
            Miss(peer, $"its process {peer.Place.Process} is gone");
        }
        else if (Stopwatch.GetElapsedTime(peer.Seen) > Silence)
        {
            Miss(
                peer,
                peer.Place.IsStopped(_own)
                    ? $"its process {peer.Place.Process} was stopped by a signal, {Silence.TotalSeconds:0} s ago"
                    : $"it has given no sign of life for {Silence.TotalSeconds:0} s");
        }
    }

    /// <summary>A rank that was away for so long that the others gave it up ends without a word: they have said why.</summary>
    private void Miss(Peer peer, string reason)
    {
        if (_wasGivenUp)
        {
            _isOver = true;
            _ended(Broken);
        }
        else
        {
            _lost(peer.Rank, reason, false);
        }
    }

    private bool HasHeard(Peer peer) => IsGoneOr(() =>
    {
        Send(peer, orBeat: false);
        return peer.Sending == 0;
    });

    private bool HasParted(Peer peer) => IsGoneOr(() =>
    {
        Send(peer, orBeat: false);
        while (Received(peer) is not null)
        {
            // nothing that it says matters any more
        }

        return peer.Sending == 0 && peer.HasParted;
    });

    /// <summary>True also where a peer neither hears nor speaks any more.</summary>
    private bool IsGoneOr(Func<bool> question)
    {
        try
        {
            lock (_library.Gate)
            {
                return question();
            }
        }
        catch (ReplicaException)
        {
            return true;
        }
    }

    /// <summary>Sends what there is to say, a sign of life at least.</summary>
    /// <returns>What came; null for nothing.</returns>
    private RankMessage? Exchange(Peer peer)
    {
        lock (_library.Gate)
        {
            Send(peer, orBeat: true);
            return Received(peer);
        }
    }

    private RankMessage? Received(Peer peer)
    {
        if (peer.HasParted)
        {
            return null;
        }

        if (peer.Receiving == 0)
        {
            peer.Receiving = _library.Receive(peer.Received, RankMessage.Length, peer.Rank, Tag);
        }

        if (!_library.IsDone(ref peer.Receiving))
        {
            return null;
        }

        peer.Receiving = 0;
        peer.Seen = Stopwatch.GetTimestamp();
        var message = RankMessage.Read(new ReadOnlySpan<byte>(peer.Received, RankMessage.Length));
        peer.HasParted = message.Kind == RankMessageKind.Farewell;
        return message;
    }

    private void Send(Peer peer, bool orBeat)
    {
        if (peer.Sending != 0 && _library.IsDone(ref peer.Sending))
        {
            peer.Sending = 0;
        }

        if (peer.Sending == 0 && (peer.Out.TryDequeue(out var said) || orBeat))
        {
            (said ?? RankMessage.Beat).Write(new Span<byte>(peer.ToSend, RankMessage.Length));
            peer.Sending = _library.Send(peer.ToSend, RankMessage.Length, peer.Rank, Tag);
        }
    }

    private sealed class Peer(int rank, RankPlace place)
    {
        public readonly byte* ToSend = (byte*)NativeMemory.AllocZeroed(RankMessage.Length);
        public readonly byte* Received = (byte*)NativeMemory.AllocZeroed(RankMessage.Length);
        public nint Sending;
        public nint Receiving;

        public int Rank => rank;

        public RankPlace Place => place;

        /// <summary>What is to be told, in its order.</summary>
        public ConcurrentQueue<RankMessage> Out { get; } = new();

        public long Seen { get; set; } = Stopwatch.GetTimestamp();

        /// <summary>Nothing comes from it any more.</summary>
        public bool HasParted { get; set; }
    }
}
