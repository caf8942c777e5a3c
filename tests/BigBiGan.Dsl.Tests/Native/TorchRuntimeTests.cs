using System.Runtime.InteropServices;
using BigBiGan.Dsl.Native;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Tests.Native;

public partial class TorchRuntimeTests
{
    [Fact]
    public void A_tensor_can_be_made_after_Initialize()
    {
        TorchRuntime.Initialize();
        using var two = ones(2).sum();
        Assert.Equal(2, two.item<float>());
    }

    [Fact]
    public void A_CUDA_allocator_would_find_segments_that_grow_unless_the_user_chose()
    {
        TorchRuntime.Initialize();
        var chosen = Environment.GetEnvironmentVariable("PYTORCH_ALLOC_CONF") ?? Environment.GetEnvironmentVariable("PYTORCH_CUDA_ALLOC_CONF");
        var found = Marshal.PtrToStringUTF8(NativeEnvironment("PYTORCH_ALLOC_CONF")) ?? Marshal.PtrToStringUTF8(NativeEnvironment("PYTORCH_CUDA_ALLOC_CONF"));
        Assert.Equal(chosen ?? "expandable_segments:True", found);
    }

    [Fact]
    public void The_libtorch_that_was_loaded_tells_its_version()
    {
        TorchRuntime.Initialize();
        Assert.Equal(OwnLibTorch.Expected, TorchRuntime.LibTorchVersion);
        Assert.StartsWith(OwnLibTorch.Expected, __version__);
        Assert.EndsWith("libLibTorchSharp.so", TorchRuntime.TorchSharpFile);
    }

    // .NET's own copy does not know what native code has set
    [LibraryImport("libc", EntryPoint = "getenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint NativeEnvironment(string name);
}
