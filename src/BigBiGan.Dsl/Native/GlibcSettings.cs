using System.Runtime.InteropServices;

namespace BigBiGan.Dsl.Native;

internal static partial class GlibcSettings
{
    private const int FastestSize = 1; // M_MXFAST
    private const int TrimThreshold = -1; // M_TRIM_THRESHOLD
    private const int TopPad = -2; // M_TOP_PAD
    private const int MmapMax = -4; // M_MMAP_MAX

    public static void Apply()
    {
        // Spinning workers made a 2-thread step 5.8 times slower beside another busy process. A value that the user set stays.
        SetEnvironment("OMP_WAIT_POLICY", "PASSIVE", overwrite: 0);

        // Batches and sizes change what a CUDA allocator holds in pieces: segments that grow spare it most of what lies unused between them. It reads
        // this at its first call. Either name counts, and what the user set under one of them stays.
        if (Environment.GetEnvironmentVariable("PYTORCH_CUDA_ALLOC_CONF") is null)
        {
            SetEnvironment("PYTORCH_ALLOC_CONF", "expandable_segments:True", overwrite: 0);
        }

        // Freed activations stay with the process instead of being unmapped and zeroed again: 5-9 % of a step.
        try
        {
            _ = Mallopt(MmapMax, 0);
            _ = Mallopt(TrimThreshold, -1); // never: the largest int would be 2 GB, and a large model frees more than that in a step
            _ = Mallopt(TopPad, 64 << 20);

            // Small pieces are joined when they are freed, beside a cache of each thread. Kept apart, they are all joined whenever a large piece is taken or
            // freed: 4 to 13 % of a step of two replicas.
            _ = Mallopt(FastestSize, 0);
        }
        catch (EntryPointNotFoundException)
        {
            // musl has no mallopt.
        }
    }

    // Environment.SetEnvironmentVariable stays inside .NET.
    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int SetEnvironment(string name, string value, int overwrite);

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int Mallopt(int parameter, int value);
}
