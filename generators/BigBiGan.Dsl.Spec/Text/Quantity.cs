using System.Globalization;

namespace BigBiGan.Dsl.Spec.Text;

/// <summary>Numbers as sentences and diagrams show them, the same in every language.</summary>
internal static class Quantity
{
    /// <summary><c>1,234,567</c></summary>
    public static string Exact(double value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>1,234,567 as <c>1.23 M</c>.</summary>
    public static string Short(long value) => value switch
    {
        >= 1_000_000_000 => Text(value / 1e9, " G"),
        >= 1_000_000 => Text(value / 1e6, " M"),
        >= 1_000 => Text(value / 1e3, " k"),
        _ => value.ToString(CultureInfo.InvariantCulture),
    };

    private static string Text(double value, string unit) =>
        value.ToString(value >= 100 ? "0" : value >= 10 ? "0.0" : "0.00", CultureInfo.InvariantCulture) + unit;
}
