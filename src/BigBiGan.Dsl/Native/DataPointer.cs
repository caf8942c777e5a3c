using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Native;

/// <summary>Where a tensor's first number lies, on its device: TorchSharp shows it for the CPU alone.</summary>
internal static partial class DataPointer
{
    /// <param name="tensor">To be kept alive as long as the address is used.</param>
    public static nint Of(Tensor tensor) => Get(tensor.Handle, out var address) == 0
        ? address
        : throw new InvalidOperationException("libtorch refused aoti_torch_get_data_ptr");

    /// <summary>The numbers of a dense tensor in the CPU's memory, in their order there.</summary>
    /// <param name="tensor">To be kept alive as long as they are used.</param>
    public static unsafe Span<T> Span<T>(Tensor tensor)
        where T : unmanaged => new((void*)Of(tensor), checked((int)tensor.numel()));

    [LibraryImport("libtorch_cpu.so", EntryPoint = "aoti_torch_get_data_ptr")]
    private static partial int Get(nint tensor, out nint address);
}
