using System.Runtime.InteropServices;

namespace BigBiGan.Dsl.Replicas.Nccl;

/// <summary>The C functions of NCCL 2.10 or newer.</summary>
internal sealed unsafe class NcclLibrary
{
    /// <summary>The one that libtorch's CUDA part was linked with is in the process already, and the loader answers with it.</summary>
    private const string Name = "libnccl.so.2";

    private const int Averaging = 21000; // the version that has ncclAvg

    private readonly Func<string, nint> _symbol;

    /// <param name="symbol">Gives the address of a function.</param>
    /// <exception cref="ReplicaException">The library is too old.</exception>
    public NcclLibrary(Func<string, nint> symbol)
    {
        _symbol = symbol;
        int version;
        Check(((delegate* unmanaged<int*, int>)symbol("ncclGetVersion"))(&version), "ncclGetVersion");
        if (version < Averaging)
        {
            throw new ReplicaException($"NCCL has the version {version}; cards need {Averaging} or newer");
        }

        Version = version < 100_000 ? $"{version / 10_000}.{version / 100 % 100}.{version % 100}" : $"{version}";
    }

    /// <summary>In words.</summary>
    public string Version { get; }

    /// <exception cref="ReplicaException">There is none.</exception>
    public static NcclLibrary Load() => NativeLibrary.TryLoad(Name, out var library)
        ? new NcclLibrary(name => NativeLibrary.GetExport(library, name))
        : throw new ReplicaException(
            $"the ranks of --device cuda talk by NCCL, and {Name} cannot be loaded; a PyTorch with CUDA brings it, and LD_LIBRARY_PATH may name its folder");

    /// <summary>What all ranks of a communicator are to be given.</summary>
    public NcclId NewId()
    {
        NcclId id;
        Check(((delegate* unmanaged<NcclId*, int>)_symbol("ncclGetUniqueId"))(&id), "ncclGetUniqueId");
        return id;
    }

    /// <summary>This rank's handle of a communicator; returns when all ranks have come.</summary>
    public nint Join(NcclId id, int rank, int count)
    {
        nint communicator;
        Check(((delegate* unmanaged<nint*, int, NcclId, int, int>)_symbol("ncclCommInitRank"))(&communicator, count, id, rank), "ncclCommInitRank");
        return communicator;
    }

    /// <summary>What follows up to <see cref="End"/> is one operation.</summary>
    public void Begin() => Check(((delegate* unmanaged<int>)_symbol("ncclGroupStart"))(), "ncclGroupStart");

    public void End() => Check(((delegate* unmanaged<int>)_symbol("ncclGroupEnd"))(), "ncclGroupEnd");

    /// <summary>The mean over all ranks, in place.</summary>
    public void Average(nint data, long count, NcclType type, nint communicator) =>
        Check(((delegate* unmanaged<nint, nint, nuint, NcclType, int, nint, nint, int>)_symbol("ncclAllReduce"))(
            data, data, (nuint)count, type, 4 /* ncclAvg */, communicator, DefaultStream), "ncclAllReduce");

    /// <summary>Everybody's data, by rank.</summary>
    public void Gather(nint own, nint all, long count, NcclType type, nint communicator) =>
        Check(((delegate* unmanaged<nint, nint, nuint, NcclType, nint, nint, int>)_symbol("ncclAllGather"))(
            own, all, (nuint)count, type, communicator, DefaultStream), "ncclAllGather");

    /// <summary>Everybody has the data of rank 0, in place.</summary>
    public void Broadcast(nint data, long count, NcclType type, nint communicator) =>
        Check(((delegate* unmanaged<nint, nint, nuint, NcclType, int, nint, nint, int>)_symbol("ncclBroadcast"))(
            data, data, (nuint)count, type, 0, communicator, DefaultStream), "ncclBroadcast");

    /// <summary>Throws what went wrong since, on this rank or between the cards.</summary>
    public void CheckAsync(nint communicator)
    {
        int problem;
        Check(((delegate* unmanaged<nint, int*, int>)_symbol("ncclCommGetAsyncError"))(communicator, &problem), "ncclCommGetAsyncError");
        Check(problem, "an operation between the cards");
    }

    /// <summary>The one that TorchSharp's operations are in: it has no way to choose another.</summary>
    private static nint DefaultStream => 0;

    private void Check(int code, string what)
    {
        if (code != 0)
        {
            var text = ((delegate* unmanaged<int, nint>)_symbol("ncclGetErrorString"))(code);
            throw new ReplicaException($"{what} failed with {code}: {Marshal.PtrToStringUTF8(text)} (NCCL_DEBUG=INFO tells more)");
        }
    }
}
