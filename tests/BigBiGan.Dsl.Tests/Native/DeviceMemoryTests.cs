using System.Runtime.InteropServices;
using BigBiGan.Dsl.Native;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Tests.Native;

/// <summary>By a stand-in for the driver's function.</summary>
public unsafe class DeviceMemoryTests
{
    [Fact]
    public void What_is_not_free_is_in_use() => Assert.Equal(79L << 30, DeviceMemory.Used((nint)(delegate* unmanaged<nuint*, nuint*, int>)&OneFree));

    [Fact]
    public void A_driver_that_does_not_tell_is_no_error()
    {
        Assert.Null(DeviceMemory.Used((nint)(delegate* unmanaged<nuint*, nuint*, int>)&Fails));
        Assert.Null(DeviceMemory.Used((nint)0));
    }

    [Fact]
    public void The_CPU_has_none() => Assert.Null(DeviceMemory.Used(CPU));

    [UnmanagedCallersOnly]
    private static int OneFree(nuint* free, nuint* total)
    {
        (*free, *total) = ((nuint)1 << 30, (nuint)80 << 30);
        return 0;
    }

    [UnmanagedCallersOnly]
    private static int Fails(nuint* free, nuint* total) => 201; // CUDA_ERROR_INVALID_CONTEXT
}
