using System.Diagnostics;

namespace BigBiGan.Training.Data.Batches;

/// <summary>
/// Finds out how many threads decode fastest here: batches are drawn by one, two, four and so on, up to as many as there are cores. Of numbers that are
/// alike the smallest is taken, since what decodes nothing is left for the training step.
/// </summary>
internal static class WorkerTrial
{
    /// <summary>A larger number has to be so much faster.</summary>
    private const double Gain = 1.1;

    private static readonly TimeSpan PerNumber = TimeSpan.FromSeconds(0.5);

    /// <param name="most">Threads at the most.</param>
    /// <param name="draw">Draws images by so many threads, other ones each time, and says how many.</param>
    public static int Best(int most, Func<int, int> draw)
    {
        // what is loaded and compiled at the first image is no part of the measurement
        draw(most);
        var (best, fastest) = (1, Rate(1, draw));
        for (var workers = 2; best * 2 >= workers && best < most; workers = Math.Min(workers * 2, most))
        {
            var rate = Rate(workers, draw);
            if (rate < fastest * Gain)
            {
                break;
            }

            (best, fastest) = (workers, rate);
        }

        return best;
    }

    /// <returns>Images per second.</returns>
    private static double Rate(int workers, Func<int, int> draw)
    {
        var (images, clock) = (0, Stopwatch.StartNew());
        do
        {
            images += draw(workers);
        }
        while (clock.Elapsed < PerNumber);
        return images / clock.Elapsed.TotalSeconds;
    }
}
