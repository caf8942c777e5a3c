using System.Runtime.InteropServices;

namespace BigBiGan.Dsl.Native;

/// <summary>libtorch's switches of the libraries that it calculates with, which TorchSharp does not show. They are of the whole process.</summary>
internal static partial class OneDnn
{
    /// <summary>Calculates something without oneDNN. No other thread may calculate meanwhile.</summary>
    public static T Without<T>(Func<T> calculate)
    {
        var context = GlobalContext();
        SetMkldnn(context, false);
        try
        {
            return calculate();
        }
        finally
        {
            SetMkldnn(context, true);
        }
    }

    /// <summary>
    /// Lets NNPACK rest: libtorch asks for it below a batch of 16, and on processors that it does not know it warns at every call.
    /// </summary>
    public static void DisableNnpack() => SetNnpack(GlobalContext(), false);

    /// <summary>The version in words, with the hash of its source.</summary>
    public static unsafe string Version()
    {
        // std::string: pointer, length, and sixteen bytes for short texts; returned by address
        var text = stackalloc nint[4];
        GetVersion(text);
        return Marshal.PtrToStringUTF8(text[0], (int)text[1]);
    }

    [LibraryImport("libtorch_cpu.so", EntryPoint = "_ZN2at13globalContextEv")]
    private static partial nint GlobalContext();

    [LibraryImport("libtorch_cpu.so", EntryPoint = "_ZN2at7Context20setUserEnabledMkldnnEb")]
    private static partial void SetMkldnn(nint context, [MarshalAs(UnmanagedType.U1)] bool value);

    [LibraryImport("libtorch_cpu.so", EntryPoint = "_ZN2at7Context20setUserEnabledNNPACKEb")]
    private static partial void SetNnpack(nint context, [MarshalAs(UnmanagedType.U1)] bool value);

    [LibraryImport("libtorch_cpu.so", EntryPoint = "_ZN2at18get_mkldnn_versionB5cxx11Ev")]
    private static unsafe partial void GetVersion(nint* text);
}
