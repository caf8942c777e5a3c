using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using BigBiGan.Dsl.Replicas.Nccl;

namespace BigBiGan.Dsl.Tests.Replicas;

/// <summary>
/// The functions of NCCL by which replicas talk, over memory of the CPU, between threads of this process: two ranks, each operation a meeting.
/// Arguments are taken as nccl.h has them.
/// </summary>
internal static unsafe class NcclStandIn
{
    private const int Ranks = 2;
    private static readonly nint[] Given = new nint[Ranks];
    private static readonly string?[] Ids = new string?[Ranks];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30); // for a rank whose test has failed
    private static Barrier _barrier = new(Ranks);
    private static int _version;
    private static int _failure;

    /// <summary>Operations since the beginning, and how many groups they were in.</summary>
    public static (int Operations, int Groups) Seen { get; private set; }

    /// <param name="version">As ncclGetVersion tells it.</param>
    /// <param name="failure">The ncclResult_t of every operation.</param>
    public static NcclLibrary Load(int version = 22_704, int failure = 0)
    {
        (_barrier, _version, _failure, Seen) = (new Barrier(Ranks), version, failure, (0, 0));
        return new NcclLibrary(Symbol);
    }

    private static nint Symbol(string name) => name switch
    {
        "ncclGetVersion" => (nint)(delegate* unmanaged<int*, int>)&GetVersion,
        "ncclGetErrorString" => (nint)(delegate* unmanaged<int, nint>)&GetErrorString,
        "ncclGetUniqueId" => (nint)(delegate* unmanaged<NcclId*, int>)&GetUniqueId,
        "ncclCommInitRank" => (nint)(delegate* unmanaged<nint*, int, NcclId, int, int>)&CommInitRank,
        "ncclCommGetAsyncError" => (nint)(delegate* unmanaged<nint, int*, int>)&CommGetAsyncError,
        "ncclGroupStart" => (nint)(delegate* unmanaged<int>)&GroupStart,
        "ncclGroupEnd" => (nint)(delegate* unmanaged<int>)&GroupEnd,
        "ncclAllReduce" => (nint)(delegate* unmanaged<nint, nint, nuint, int, int, nint, nint, int>)&AllReduce,
        "ncclAllGather" => (nint)(delegate* unmanaged<nint, nint, nuint, int, nint, nint, int>)&AllGather,
        "ncclBroadcast" => (nint)(delegate* unmanaged<nint, nint, nuint, int, int, nint, nint, int>)&Broadcast,
        _ => throw new EntryPointNotFoundException(name),
    };

    [UnmanagedCallersOnly]
    private static int GetVersion(int* version)
    {
        *version = _version;
        return 0;
    }

    [UnmanagedCallersOnly]
    private static nint GetErrorString(int code) => Marshal.StringToCoTaskMemUTF8(code == 6 ? "remote process exited" : $"error {code}");

    [UnmanagedCallersOnly]
    private static int GetUniqueId(NcclId* id)
    {
        for (var i = 0; i < sizeof(NcclId); i++)
        {
            ((byte*)id)[i] = (byte)(i + 1);
        }

        return 0;
    }

    [UnmanagedCallersOnly]
    private static int CommInitRank(nint* communicator, int count, NcclId id, int rank)
    {
        Ids[rank] = id.ToString();
        _barrier.SignalAndWait(Patience);
        *communicator = rank + 1;
        return count == Ranks && Ids[0] == Ids[1] ? 0 : 4;
    }

    [UnmanagedCallersOnly]
    private static int CommGetAsyncError(nint communicator, int* problem)
    {
        *problem = _failure;
        return 0;
    }

    [UnmanagedCallersOnly]
    private static int GroupStart()
    {
        CudaDriverStandIn.Asked.Add("group");
        return 0;
    }

    [UnmanagedCallersOnly]
    private static int GroupEnd()
    {
        Count(operations: 0, groups: 1);
        return 0;
    }

    [UnmanagedCallersOnly]
    private static int AllReduce(nint send, nint receive, nuint count, int type, int operation, nint communicator, nint stream)
    {
        Meet(send, communicator);
        for (nuint i = (nuint)communicator - 1; i < count; i += Ranks) // each its share, into both
        {
            switch ((NcclType)type)
            {
                case NcclType.Float32:
                    ((float*)Given[0])[i] = ((float*)Given[1])[i] = (((float*)Given[0])[i] + ((float*)Given[1])[i]) / Ranks;
                    break;
                case NcclType.Float64:
                    ((double*)Given[0])[i] = ((double*)Given[1])[i] = (((double*)Given[0])[i] + ((double*)Given[1])[i]) / Ranks;
                    break;
                default:
                    return 4;
            }
        }

        _barrier.SignalAndWait(Patience);
        return operation == 4 && send == receive && stream == CudaDriverStandIn.Stream ? _failure : 4;
    }

    [UnmanagedCallersOnly]
    private static int AllGather(nint send, nint receive, nuint count, int type, nint communicator, nint stream)
    {
        Meet(send, communicator);
        var bytes = count * Size(type);
        for (nuint rank = 0; rank < Ranks; rank++)
        {
            Unsafe.CopyBlock((byte*)receive + (rank * bytes), (byte*)Given[rank], (uint)bytes);
        }

        _barrier.SignalAndWait(Patience);
        return stream == CudaDriverStandIn.Stream ? _failure : 4;
    }

    [UnmanagedCallersOnly]
    private static int Broadcast(nint send, nint receive, nuint count, int type, int root, nint communicator, nint stream)
    {
        Meet(send, communicator);
        if (communicator != root + 1)
        {
            Unsafe.CopyBlock((byte*)receive, (byte*)Given[root], (uint)(count * Size(type)));
        }

        _barrier.SignalAndWait(Patience);
        return stream == CudaDriverStandIn.Stream ? _failure : 4;
    }

    private static void Meet(nint given, nint communicator)
    {
        Given[communicator - 1] = given;
        Count(operations: 1, groups: 0);
        _barrier.SignalAndWait(Patience);
    }

    private static void Count(int operations, int groups)
    {
        lock (Given)
        {
            Seen = (Seen.Operations + operations, Seen.Groups + groups);
        }
    }

    private static nuint Size(int type) => (NcclType)type switch
    {
        NcclType.UInt8 or NcclType.Int8 => 1,
        NcclType.Float32 or NcclType.Int32 => 4,
        _ => 8,
    };
}
