using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Native;

/// <summary>The memory of a CUDA device, as its driver tells it: TorchSharp has no function for that. Never run on a GPU yet (docs/gpu.md).</summary>
public static class DeviceMemory
{
    private static readonly Lazy<nint> MemGetInfo = new(() =>
        NativeLibrary.TryLoad("libcuda.so.1", out var driver) && NativeLibrary.TryGetExport(driver, "cuMemGetInfo_v2", out var function) ? function : 0);

    /// <summary>
    /// Bytes in use on a card, by everybody: libtorch keeps what it has freed, so that they hardly fall. The calling thread must have calculated on
    /// it. Null for the CPU, and where the driver does not tell.
    /// </summary>
    public static long? Used(Device device) => device.type == DeviceType.CUDA ? Used(MemGetInfo.Value) : null;

    /// <param name="memGetInfo">cuMemGetInfo, or 0.</param>
    internal static unsafe long? Used(nint memGetInfo)
    {
        nuint free, total;
        return memGetInfo != 0 && ((delegate* unmanaged<nuint*, nuint*, int>)memGetInfo)(&free, &total) == 0 ? (long)(total - free) : null;
    }
}
