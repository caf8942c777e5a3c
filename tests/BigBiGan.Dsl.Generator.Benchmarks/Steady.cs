using System.Diagnostics;

namespace BigBiGan.Dsl.Generator.Benchmarks;

/// <summary>What a run takes once it has become steady: the JIT compiles again what runs often.</summary>
internal static class Steady
{
    private const int Group = 5;
    private const double Difference = 0.03;

    /// <summary>Milliseconds of one thread's processor time, and by the clock: medians, counted from where two groups of runs in a row take the same within 3 %.</summary>
    /// <param name="least">How long it is run at least until it counts; ten times as long at most.</param>
    public static (double Thread, double Clock) Median(Func<Action> ready, int rounds, TimeSpan least)
    {
        var clock = Stopwatch.StartNew();
        var (before, now) = (double.MaxValue, Times(ready, Group).Thread);
        while (clock.Elapsed < least || (Math.Abs(now - before) > Difference * before && clock.Elapsed < 10 * least))
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
