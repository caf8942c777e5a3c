using System.Runtime.InteropServices;

namespace BigBiGan.Dsl.Generator.Benchmarks;

/// <summary>The processor time of the calling thread (Linux), which other work on the machine does not lengthen, and which the garbage collector's own threads do not enter.</summary>
internal static partial class ThreadClock
{
    private const int ThreadCpuTime = 3;

    public static double Milliseconds(Action work)
    {
        var before = Now();
        work();
        return Now() - before;
    }

    private static double Now()
    {
        var time = default(TimeSpec);
        return clock_gettime(ThreadCpuTime, ref time) == 0
            ? (time.Seconds * 1e3) + (time.Nanoseconds / 1e6)
            : throw new PlatformNotSupportedException("the thread's processor time is read with Linux's clock_gettime");
    }

    [LibraryImport("libc")]
    private static partial int clock_gettime(int clock, ref TimeSpec time);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
