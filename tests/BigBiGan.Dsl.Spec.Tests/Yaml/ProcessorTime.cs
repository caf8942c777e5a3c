using System.Runtime.InteropServices;

namespace BigBiGan.Dsl.Spec.Tests.Yaml;

/// <summary>Time that a thread has spent calculating: it is no longer where the machine has other work to do.</summary>
internal static partial class ProcessorTime
{
    private const int ThisThread = 3; // CLOCK_THREAD_CPUTIME_ID

    public static TimeSpan OfThisThread => Clock(ThisThread, out var time) == 0
        ? TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromMicroseconds(time.Nanoseconds / 1000)
        : throw new InvalidOperationException("clock_gettime failed");

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int Clock(int clock, out Timespec time);

    [StructLayout(LayoutKind.Sequential)]
    private struct Timespec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
