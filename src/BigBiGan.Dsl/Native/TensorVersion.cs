using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Native;

/// <summary>How often a tensor was written by an in-place operation: autograd's counter, which TorchSharp does not show.</summary>
internal static unsafe partial class TensorVersion
{
    public static long Of(Tensor tensor)
    {
        // The dispatcher takes over the handle that it is given, so it gets one of its own.
        var failed = NewHandle(tensor.Handle, out var handle);
        var stack = (ulong)handle;
        failed |= failed == 0 ? Call("aten::_version", "", &stack) : 0;
        GC.KeepAlive(tensor);
        return failed == 0 ? (long)stack : throw new InvalidOperationException("libtorch refused aten::_version");
    }

    [LibraryImport("libtorch_cpu.so", EntryPoint = "aoti_torch_new_tensor_handle")]
    private static partial int NewHandle(nint tensor, out nint handle);

    [LibraryImport("libtorch_cpu.so", EntryPoint = "aoti_torch_call_dispatcher", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Call(string name, string overload, ulong* stack);
}
