using System.Globalization;
using BigBiGan.Dsl.Spec.Rules;
using BigBiGan.Dsl.Spec.Yaml;

namespace BigBiGan.Dsl.Spec.Schema;

/// <summary>Limits: numbers above 0, with the unit that people write behind them.</summary>
internal static class BudgetShapes
{
    /// <summary>Any number above 0.</summary>
    public static RealShape Number { get; } = new(0, leastIncluded: false, 1e18);

    /// <summary>10 for <c>10%</c>.</summary>
    public static UnitShape Percent { get; } = new("%", "a percentage such as `10%`", 1e6);

    /// <summary>80 for <c>80 GB</c>; a GB is 1e9 bytes.</summary>
    public static UnitShape Gigabytes { get; } = new("GB", "a size such as `80 GB`", 1e6);
}

/// <summary>A number above 0 with its unit.</summary>
internal sealed class UnitShape(string unit, string description, double most) : ValueShape<double>
{
    public override string Description => description;

    internal override string Json => $"{{ \"type\": \"string\", \"pattern\": \"^[0-9]*\\\\.?[0-9]+ ?{unit}$\" }}";

    internal override bool TryRead(SpecNode node, string path, Findings findings, out double value)
    {
        value = 0;
        if (node is not ScalarNode scalar
            || !scalar.Text.EndsWith(unit, StringComparison.Ordinal)
            || !double.TryParse(scalar.Text.Substring(0, scalar.Text.Length - unit.Length).TrimEnd(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value))
        {
            return Refuse(Rule.WrongType, node, path, findings);
        }

        return (value > 0 && value < most) || Refuse(Rule.OutOfRange, node, path, findings);
    }

    internal override string Write(double value) => $"{NumberText.Write(value)}{(unit.Length > 1 ? " " : "")}{unit}";
}
