using System.Runtime.InteropServices;

namespace BigBiGan.Dsl.Replicas.Nccl;

/// <summary>
/// A second stream of work on a card, beside libtorch's: TorchSharp has none, and the driver has. Never run on a GPU yet (docs/gpu.md): tested with
/// functions that write down what was asked.
/// </summary>
internal sealed unsafe class SideStream
{
    /// <summary>The one that TorchSharp's operations are in: it has no way to choose another.</summary>
    private const nint Main = 0;

    private readonly delegate* unmanaged<nint, nint, int> _eventRecord;
    private readonly delegate* unmanaged<nint, nint, uint, int> _streamWaitEvent;
    private readonly nint _begun;
    private readonly nint _done;

    /// <param name="symbol">Gives the address of a function of the driver.</param>
    /// <exception cref="ReplicaException">The driver refuses.</exception>
    public SideStream(Func<string, nint> symbol)
    {
        _eventRecord = (delegate* unmanaged<nint, nint, int>)symbol("cuEventRecord");
        _streamWaitEvent = (delegate* unmanaged<nint, nint, uint, int>)symbol("cuStreamWaitEvent");
        nint stream;
        Check(((delegate* unmanaged<nint*, uint, int>)symbol("cuStreamCreate"))(&stream, 1 /* CU_STREAM_NON_BLOCKING */), "cuStreamCreate");
        Handle = stream;
        (_begun, _done) = (Event(symbol), Event(symbol));
    }

    /// <summary>The CUstream, which is a cudaStream_t, too.</summary>
    public nint Handle { get; }

    /// <summary>On the card that the calling thread calculates on.</summary>
    /// <exception cref="ReplicaException">There is no driver.</exception>
    public static SideStream Create() => NativeLibrary.TryLoad("libcuda.so.1", out var driver)
        ? new SideStream(name => NativeLibrary.GetExport(driver, name))
        : throw new ReplicaException(
            "the ranks of --device cuda need the driver of their cards, and libcuda.so.1 cannot be loaded; install NVIDIA's driver on every host");

    /// <summary>What comes here from now on waits for all that libtorch was told to do until now.</summary>
    public void Follow() => Order(Main, _begun, Handle);

    /// <summary>What libtorch is told to do from now on waits for all that was begun here.</summary>
    public void Join() => Order(Handle, _done, Main);

    private void Order(nint first, nint between, nint second)
    {
        Check(_eventRecord(between, first), "cuEventRecord");
        Check(_streamWaitEvent(second, between, 0), "cuStreamWaitEvent");
    }

    private static nint Event(Func<string, nint> symbol)
    {
        nint made;
        Check(((delegate* unmanaged<nint*, uint, int>)symbol("cuEventCreate"))(&made, 2 /* CU_EVENT_DISABLE_TIMING */), "cuEventCreate");
        return made;
    }

    private static void Check(int code, string function)
    {
        if (code != 0)
        {
            throw new ReplicaException($"{function} failed with {code}");
        }
    }
}
