using System.Runtime.InteropServices;

namespace BigBiGan.Dsl.Replicas.Nccl;

/// <summary>The C functions of NCCL 2.10 or newer.</summary>
internal sealed unsafe class NcclLibrary
{
    /// <summary>The one that libtorch's CUDA part was linked with is in the process already, and the loader answers with it.</summary>
    private const string Name = "libnccl.so.2";

    private const int Averaging = 21000; // the version that has ncclAvg

    private readonly delegate* unmanaged<NcclId*, int> _getUniqueId;
    private readonly delegate* unmanaged<nint*, int, NcclId, int, int> _commInitRank;
    private readonly delegate* unmanaged<nint, int*, int> _commGetAsyncError;
    private readonly delegate* unmanaged<int> _groupStart;
    private readonly delegate* unmanaged<int> _groupEnd;
    private readonly delegate* unmanaged<nint, nint, nuint, NcclType, int, nint, nint, int> _allReduce;
    private readonly delegate* unmanaged<nint, nint, nuint, NcclType, nint, nint, int> _allGather;
    private readonly delegate* unmanaged<nint, nint, nuint, NcclType, int, nint, nint, int> _broadcast;
    private readonly delegate* unmanaged<int, nint> _getErrorString;

    /// <param name="symbol">Gives the address of a function; asked once for each, as a step calls them for every tensor.</param>
    /// <exception cref="ReplicaException">The library is too old.</exception>
    public NcclLibrary(Func<string, nint> symbol)
    {
        _getErrorString = (delegate* unmanaged<int, nint>)symbol("ncclGetErrorString");
        int version;
        Check(((delegate* unmanaged<int*, int>)symbol("ncclGetVersion"))(&version), "ncclGetVersion");
        if (version < Averaging)
        {
            throw new ReplicaException($"NCCL has the version {version}; cards need {Averaging} or newer");
        }

        _getUniqueId = (delegate* unmanaged<NcclId*, int>)symbol("ncclGetUniqueId");
        _commInitRank = (delegate* unmanaged<nint*, int, NcclId, int, int>)symbol("ncclCommInitRank");
        _commGetAsyncError = (delegate* unmanaged<nint, int*, int>)symbol("ncclCommGetAsyncError");
        _groupStart = (delegate* unmanaged<int>)symbol("ncclGroupStart");
        _groupEnd = (delegate* unmanaged<int>)symbol("ncclGroupEnd");
        _allReduce = (delegate* unmanaged<nint, nint, nuint, NcclType, int, nint, nint, int>)symbol("ncclAllReduce");
        _allGather = (delegate* unmanaged<nint, nint, nuint, NcclType, nint, nint, int>)symbol("ncclAllGather");
        _broadcast = (delegate* unmanaged<nint, nint, nuint, NcclType, int, nint, nint, int>)symbol("ncclBroadcast");
    }

    /// <exception cref="ReplicaException">There is none.</exception>
    public static NcclLibrary Load() => NativeLibrary.TryLoad(Name, out var library)
        ? new NcclLibrary(name => NativeLibrary.GetExport(library, name))
        : throw new ReplicaException(
            $"the ranks of --device cuda talk by NCCL, and {Name} cannot be loaded; a PyTorch with CUDA brings it, and LD_LIBRARY_PATH may name its folder");

    /// <summary>What all ranks of a communicator are to be given.</summary>
    public NcclId NewId()
    {
        NcclId id;
        Check(_getUniqueId(&id), "ncclGetUniqueId");
        return id;
    }

    /// <summary>This rank's handle of a communicator; returns when all ranks have come.</summary>
    public nint Join(NcclId id, int rank, int count)
    {
        nint communicator;
        Check(_commInitRank(&communicator, count, id, rank), "ncclCommInitRank");
        return communicator;
    }

    /// <summary>What follows up to <see cref="End"/> is one operation.</summary>
    public void Begin() => Check(_groupStart(), "ncclGroupStart");

    public void End() => Check(_groupEnd(), "ncclGroupEnd");

    /// <summary>The mean over all ranks, in place.</summary>
    public void Average(nint data, long count, NcclType type, nint communicator, nint stream) =>
        Check(_allReduce(data, data, (nuint)count, type, 4 /* ncclAvg */, communicator, stream), "ncclAllReduce");

    /// <summary>Everybody's data, by rank.</summary>
    public void Gather(nint own, nint all, long count, NcclType type, nint communicator, nint stream) =>
        Check(_allGather(own, all, (nuint)count, type, communicator, stream), "ncclAllGather");

    /// <summary>Everybody has the data of rank 0, in place.</summary>
    public void Broadcast(nint data, long count, NcclType type, nint communicator, nint stream) =>
        Check(_broadcast(data, data, (nuint)count, type, 0, communicator, stream), "ncclBroadcast");

    /// <summary>Throws what went wrong since, on this rank or between the cards.</summary>
    public void CheckAsync(nint communicator)
    {
        int problem;
        Check(_commGetAsyncError(communicator, &problem), "ncclCommGetAsyncError");
        Check(problem, "an operation between the cards");
    }

    private void Check(int code, string what)
    {
        if (code != 0)
        {
            throw new ReplicaException($"{what} failed with {code}: {Marshal.PtrToStringUTF8(_getErrorString(code))} (NCCL_DEBUG=INFO tells more)");
        }
    }
}
