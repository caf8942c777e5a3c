using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace BigBiGan.Dsl.Native;

/// <summary>Loads a shared library from bytes, through a file that has no name: nobody else can write to it, and nothing of it outlives the process.</summary>
internal static partial class MemoryLibrary
{
    private const uint CloseOnExec = 1; // MFD_CLOEXEC

    /// <param name="name">For debuggers.</param>
    /// <exception cref="DllNotFoundException">The system gives no such file, or the bytes are no library that it can load.</exception>
    public static nint Load(string name, ReadOnlySpan<byte> library)
    {
        using var file = new SafeFileHandle(Create(name, CloseOnExec), ownsHandle: true);
        if (file.IsInvalid)
        {
            throw new DllNotFoundException($"{name} cannot be loaded from memory: {Marshal.GetLastPInvokeErrorMessage()}");
        }

        RandomAccess.Write(file, library, 0);
        return NativeLibrary.Load($"/proc/self/fd/{file.DangerousGetHandle()}");
    }

    [LibraryImport("libc", EntryPoint = "memfd_create", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial nint Create(string name, uint flags);
}
