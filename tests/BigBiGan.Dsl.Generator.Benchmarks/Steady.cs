using System.Diagnostics;

namespace BigBiGan.Dsl.Generator.Benchmarks;

/// <summary>What a run takes once it has become steady: the JIT compiles again what runs often.</summary>
internal static class Steady
{
    private const int Group = 5;
    private const double Difference = 0.03;
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(30);

    /// <summary>Milliseconds of one thread's processor time, and by the clock: medians, counted from where two groups of runs in a row take the same within 3 %.</summary>
    public static (double Thread, double Clock) Median(Func<Action> ready, int rounds)
    {
        var clock = Stopwatch.StartNew();
        var (before, now) = (double.MaxValue, Times(ready, Group).Thread);
        while (clock.Elapsed < Least || (Math.Abs(now - before) > Difference * before && clock.Elapsed < Most))
        {
            (before, now) = (now, Times(ready, Group).Thread);
        }

        return Times(ready, rounds);
    }

    private static (double Thread, double Clock) Times(Func<Action> ready, int rounds)
    {
        var times = Enumerable.Range(0, rounds).Select(_ =>
        {
            var work = ready();
            GC.Collect(); // what the run before left is not this one's: a compiler starts with an empty heap
            var clock = Stopwatch.StartNew();
            return (Thread: ThreadClock.Milliseconds(work), Clock: clock.Elapsed.TotalMilliseconds);
        }).ToList();
        return (Middle(times.Select(time => time.Thread)), Middle(times.Select(time => time.Clock)));
    }

    private static double Middle(IEnumerable<double> times) => times.Order().ElementAt(times.Count() / 2);
}
