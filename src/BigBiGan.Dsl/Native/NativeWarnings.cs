using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace BigBiGan.Dsl.Native;

/// <summary>
/// libtorch's warnings, each place in its code once: some are written at every call, and a run makes millions. libtorch takes a handler by a
/// C++ object, so this makes one: a pointer to a table of its three virtual functions.
/// </summary>
internal static unsafe partial class NativeWarnings
{
    private static readonly ConcurrentDictionary<(nint File, uint Line), bool> Shown = [];
    private static readonly nint Once = Handler(&Show);

    /// <summary>How many were shown.</summary>
    public static int Count { get; private set; }

    /// <summary>For the calling thread, as libtorch has it; what backward does on a device's own threads is handed to the thread that asked for it.</summary>
    public static void ShowOnce() => SetHandler(Once);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Show(nint handler, nint warning)
    {
        var place = SourceLocation(warning);
        if (Shown.TryAdd((place->File, place->Line), true))
        {
            Count++;
            ShowByDefault(handler, warning);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Destroy(nint handler)
    {
        // lives as long as the process
    }

    /// <summary>An object without fields whose virtual functions are its two destructors and the one that is told of a warning.</summary>
    private static nint Handler(delegate* unmanaged[Cdecl]<nint, nint, void> process)
    {
        var memory = (nint*)NativeMemory.Alloc(4, (nuint)sizeof(nint));
        memory[0] = (nint)(memory + 1);
        memory[1] = memory[2] = (nint)(delegate* unmanaged[Cdecl]<nint, void>)&Destroy;
        memory[3] = (nint)process;
        return (nint)memory;
    }

    [LibraryImport("libc10.so", EntryPoint = "_ZN3c1012WarningUtils19set_warning_handlerEPNS_14WarningHandlerE")]
    private static partial void SetHandler(nint handler);

    [LibraryImport("libc10.so", EntryPoint = "_ZN3c1014WarningHandler7processERKNS_7WarningE")]
    private static partial void ShowByDefault(nint handler, nint warning);

    [LibraryImport("libc10.so", EntryPoint = "_ZNK3c107Warning15source_locationEv")]
    private static partial Place* SourceLocation(nint warning);

    /// <summary>c10::SourceLocation.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Place
    {
        public nint Function;
        public nint File;
        public uint Line;
    }
}
