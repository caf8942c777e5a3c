namespace BigBiGan.Benchmarks;

internal static class Statistics
{
    /// <summary>The middle of an odd number of values, and the mean of the two middle ones of an even number.</summary>
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
