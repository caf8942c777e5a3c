using System.Globalization;
using BigBiGan.Dsl.Spec.Diagnostics;
using BigBiGan.Dsl.Spec.Text;
using BigBiGan.Dsl.Spec.Yaml;

namespace BigBiGan.Dsl.Spec.Values;

/// <summary>Limits: numbers above 0, with the unit that people write behind them.</summary>
internal static class BudgetTypes
{
    /// <summary>Any number above 0.</summary>
    public static RealType Number { get; } = new(0, leastIncluded: false, 1e18);

    /// <summary>10 for <c>10%</c>.</summary>
    public static UnitType Percent { get; } = new("%", "a percentage such as `10%`", 1e6);

    /// <summary>80 for <c>80 GB</c>; a GB is 1e9 bytes.</summary>
    public static UnitType Gigabytes { get; } = new("GB", "a size such as `80 GB`", 1e6);
}

/// <summary>A number above 0 with its unit.</summary>
internal sealed class UnitType(string unit, string description, double most) : SpecType<double>
{
    public string Unit => unit;

    public override string Description => description;

    internal override bool TryRead(SpecNode node, string path, Findings findings, out double value)
    {
        value = 0;
        if (node is not ScalarNode scalar
            || !scalar.Text.EndsWith(unit, StringComparison.Ordinal)
            || !double.TryParse(
                scalar.Text.Substring(0, scalar.Text.Length - unit.Length).TrimEnd(),
                NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value))
        {
            return Refuse(Rule.WrongType, node, path, findings);
        }

        return (value > 0 && value < most) || Refuse(Rule.OutOfRange, node, path, findings);
    }

    internal override string Write(double value) => $"{NumberText.Write(value)}{(unit.Length > 1 ? " " : "")}{unit}";
}
