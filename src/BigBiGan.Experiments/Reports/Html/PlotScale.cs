using System.Globalization;

namespace BigBiGan.Experiments.Reports.Html;

/// <summary>One axis of a plot: values to places in the picture.</summary>
/// <param name="Low">The value at <paramref name="From"/>.</param>
/// <param name="High">The value at <paramref name="To"/>; above <paramref name="Low"/>.</param>
/// <param name="From">In the picture's own units.</param>
/// <param name="To">In the picture's own units; below <paramref name="From"/> where values rise upward.</param>
internal sealed record PlotScale(double Low, double High, double From, double To)
{
    private static readonly double[] RoundSteps = [1, 2, 5, 10];

    /// <summary>Of all values, with a margin around them; a single value stands in the middle.</summary>
    public static PlotScale Around(IEnumerable<double> values, double from, double to, double margin = 0.06)
    {
        double[] finite = [.. values.Where(double.IsFinite)];
        var (low, high) = finite.Length == 0 ? (0, 1) : (finite.Min(), finite.Max());
        var room = high > low ? margin * (high - low) : Math.Max(Math.Abs(high) * 0.1, 1e-3);
        return new PlotScale(low - room, high + room, from, to);
    }

    public double Place(double value) => From + ((value - Low) / (High - Low) * (To - From));

    /// <summary>In the picture, to a tenth of its unit.</summary>
    public string Text(double value) => Math.Round(Place(value), 1).ToString(CultureInfo.InvariantCulture);

    /// <summary>Round values inside, about as many as asked for.</summary>
    public IReadOnlyList<double> Ticks(int about)
    {
        var rough = (High - Low) / about;
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = RoundSteps.Select(factor => factor * power).First(candidate => candidate >= rough * 0.99);
        var first = (long)Math.Ceiling(Low / step);
        var last = (long)Math.Floor(High / step);
        return [.. Enumerable.Range(0, (int)(last - first + 1)).Select(i => (first + i) * step)];
    }

    /// <summary>A tick as people read it: <c>0.75</c>, <c>1.5k</c>, <c>2e-5</c>.</summary>
    public static string Tick(double value) => Math.Abs(value) switch
    {
        0 => "0",
        < 1e-4 or >= 1e7 => value.ToString("0.##e+0", CultureInfo.InvariantCulture),
        >= 1e4 => (value / 1000).ToString("0.###", CultureInfo.InvariantCulture) + "k",
        _ => Math.Round(value, 6).ToString("0.######", CultureInfo.InvariantCulture),
    };
}
