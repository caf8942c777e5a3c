using System.Diagnostics;

namespace BigBiGan.Dsl.Generator.Benchmarks;

/// <summary>What a run takes once it has become steady: the JIT compiles again what runs often.</summary>
internal static class Steady
{
    private const int Group = 5;
    private const double Difference = 0.03;
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(30);

    /// <summary>Milliseconds of one thread: the median, counted from where two groups of runs in a row take the same within 3 %.</summary>
    public static double Median(Func<Action> ready, int rounds)
    {
        var clock = Stopwatch.StartNew();
        var (before, now) = (double.MaxValue, Times(ready, Group));
        while (clock.Elapsed < Least || (Math.Abs(now - before) > Difference * before && clock.Elapsed < Most))
        {
            (before, now) = (now, Times(ready, Group));
        }

        return Times(ready, rounds);
    }

    private static double Times(Func<Action> ready, int rounds)
    {
        var times = Enumerable.Range(0, rounds).Select(_ => ThreadClock.Milliseconds(ready())).Order().ToList();
        return times[times.Count / 2];
    }
}
