using System.Globalization;

namespace BigBiGan.Training.Loop;

/// <summary>Finds out how many replicas train fastest here: a few steps by one replica, two, and so on.</summary>
/// <param name="rate">Images per second by a number of replicas.</param>
/// <param name="batch">Images that are taken together: of a whole batch, or of a micro-batch.</param>
internal sealed class ReplicaTrial(Func<int, double> rate, int batch)
{
    /// <summary>A larger number has to be so much faster.</summary>
    private const double Gain = 1.1;

    /// <summary>The numbers of replicas that are tried: 1, its doubles, and as many as there are cores, where they leave each at least two images.</summary>
    /// <param name="batch">Images that are taken together.</param>
    public static IReadOnlyList<int> Numbers(int batch) =>
        [1, .. Enumerable.Range(2, Math.Max(0, Environment.ProcessorCount - 1))
            .Where(n => batch % n == 0 && batch / n >= 2 && (int.IsPow2(n) || n == Environment.ProcessorCount))];

    /// <returns>The number, and a line that says what was measured.</returns>
    public (int Count, string Text) Best()
    {
        var rates = new List<(int Count, double Rate)> { (1, rate(1)) };
        foreach (var number in Numbers(batch).Skip(1))
        {
            rates.Add((number, rate(number)));
            if (rates[^1].Rate < rates[^2].Rate * Gain)
            {
                break; // more of them are slower still
            }
        }

        var best = rates.Aggregate((a, b) => b.Rate > a.Rate * Gain ? b : a);
        var measured = string.Join(", ", rates.Select(rate => string.Create(CultureInfo.InvariantCulture, $"{rate.Count}: {rate.Rate:0} images/s")));
        return (best.Count, $"{best.Count} of {rates[^1].Count} replicas share each batch, as a short trial showed ({measured})");
    }
}
