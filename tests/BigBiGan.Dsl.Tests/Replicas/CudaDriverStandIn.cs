using System.Runtime.InteropServices;
using BigBiGan.Dsl.Replicas.Nccl;

namespace BigBiGan.Dsl.Tests.Replicas;

/// <summary>The functions of a card's driver that put streams in an order, which write down what they were asked. For the calling thread alone.</summary>
internal static unsafe class CudaDriverStandIn
{
    /// <summary>The handle of the stream that it makes.</summary>
    public const nint Stream = 77;

    private const nint FirstEvent = 101;

    [ThreadStatic]
    private static List<string>? _asked;

    /// <summary>Since <see cref="Load"/>.</summary>
    public static List<string> Asked => _asked ??= [];

    public static SideStream Load()
    {
        Asked.Clear();
        return new SideStream(Symbol);
    }

    private static nint Symbol(string name) => name switch
    {
        "cuStreamCreate" => (nint)(delegate* unmanaged<nint*, uint, int>)&StreamCreate,
        "cuEventCreate" => (nint)(delegate* unmanaged<nint*, uint, int>)&EventCreate,
        "cuEventRecord" => (nint)(delegate* unmanaged<nint, nint, int>)&EventRecord,
        "cuStreamWaitEvent" => (nint)(delegate* unmanaged<nint, nint, uint, int>)&StreamWaitEvent,
        _ => throw new EntryPointNotFoundException(name),
    };

    [UnmanagedCallersOnly]
    private static int StreamCreate(nint* stream, uint flags)
    {
        *stream = Stream;
        return flags == 1 ? 0 : 1; // it does not wait for the main stream by itself
    }

    [UnmanagedCallersOnly]
    private static int EventCreate(nint* made, uint flags)
    {
        *made = FirstEvent + Asked.Count;
        Asked.Add($"event {*made}");
        return flags == 2 ? 0 : 1;
    }

    [UnmanagedCallersOnly]
    private static int EventRecord(nint what, nint stream)
    {
        Asked.Add($"{what} in {stream}");
        return 0;
    }

    [UnmanagedCallersOnly]
    private static int StreamWaitEvent(nint stream, nint what, uint flags)
    {
        Asked.Add($"{stream} waits for {what}");
        return (int)flags;
    }
}
