using System.Globalization;

namespace BigBiGan.Training.Text;

/// <summary>Numbers as tables and sentences show them, the same in every language.</summary>
public static class Quantity
{
    /// <summary>1,234,567 parameters as <c>1.23 M</c>.</summary>
    public static string Short(long value) => value switch
    {
        >= 1_000_000_000 => Text(value / 1e9, " G"),
        >= 1_000_000 => Text(value / 1e6, " M"),
        >= 1_000 => Text(value / 1e3, " k"),
        _ => value.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary><c>1,234,567</c></summary>
    public static string Exact(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary><c>1 step</c>, <c>2 steps</c>.</summary>
    /// <param name="noun">One of them.</param>
    public static string Count(long count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");

    /// <summary><c>1.2 GB</c>, and <c>35.0 MB</c> of less than one.</summary>
    public static string Bytes(long bytes) => bytes < 1_000_000_000
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.0} GB");

    private static string Text(double value, string unit) =>
        value.ToString(value >= 100 ? "0" : value >= 10 ? "0.0" : "0.00", CultureInfo.InvariantCulture) + unit;
}
