using System.Runtime.InteropServices;

namespace BigBiGan.Training.Tests.Data;

internal static partial class NamedPipe
{
    /// <summary>Whoever opens it to read waits for a writer.</summary>
    public static void Make(string path) => Assert.Equal(0, MakePipe(path, 0b110_100_100));

    [LibraryImport("libc", EntryPoint = "mkfifo", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakePipe(string path, uint mode);
}
