using System.Diagnostics;

namespace BigBiGan.Cli.Display;

/// <summary>A line now and then for work that takes over two seconds; nothing for quick work.</summary>
internal static class SlowProgress
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(10);

    public static Action<int, int> Of(string work)
    {
        var sinceStart = Stopwatch.StartNew();
        var next = Patience;
        return (done, total) =>
        {
            if (sinceStart.Elapsed >= next && done < total)
            {
                Console.Error.WriteLine($"{work}: {done} of {total}{Left(sinceStart.Elapsed, done, total)}");
                next = sinceStart.Elapsed + BetweenLines;
            }
        };
    }

    private static string Left(TimeSpan elapsed, int done, int total) =>
        done > 0 ? $", {TrainingClock.Text(elapsed.TotalSeconds / done * (total - done))} left" : "";
}
