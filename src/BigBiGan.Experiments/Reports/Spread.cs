using System.Globalization;

namespace BigBiGan.Experiments.Reports;

/// <summary>A number over seeds.</summary>
/// <param name="Mean">Over the seeds.</param>
/// <param name="Deviation">The sample's standard deviation (n - 1); null for a single seed.</param>
public sealed record Spread(double Mean, double? Deviation, int Count)
{
    /// <summary>Null where there is no value.</summary>
    public static Spread? Of(IReadOnlyCollection<double> values)
    {
        if (values.Count == 0)
        {
            return null;
        }

        var mean = values.Average();
        return new Spread(mean, values.Count == 1 ? null : Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1)), values.Count);
    }

    /// <summary><c>0.744 ± 0.012</c>; the mean alone for a single seed.</summary>
    /// <param name="format">Of both numbers.</param>
    public string Text(string format) => Deviation is { } deviation
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"{Mean.ToString(format, CultureInfo.InvariantCulture)} ± {deviation.ToString(format, CultureInfo.InvariantCulture)}")
        : Mean.ToString(format, CultureInfo.InvariantCulture);
}
