using System.Globalization;
using BigBiGan.Dsl.Spec.Planning;

namespace BigBiGan.Dsl.Spec.Diagrams;

/// <summary>What a block is, in a few words.</summary>
internal static class BlockText
{
    /// <summary>A module of one layer is called by the layer's operation.</summary>
    public static string Of(ModulePlan module) => module.Block.Caption ?? module.Layers[0].Operation;

    /// <summary>1,234,567 as <c>1.23 M</c>; nothing for 0.</summary>
    public static string Count(long count) => count switch
    {
        0 => "",
        < 1_000 => count.ToString(CultureInfo.InvariantCulture),
        < 1_000_000 => Short(count / 1e3, " k"),
        < 1_000_000_000 => Short(count / 1e6, " M"),
        _ => Short(count / 1e9, " G"),
    };

    private static string Short(double value, string unit) =>
        value.ToString(value >= 100 ? "0" : value >= 10 ? "0.0" : "0.00", CultureInfo.InvariantCulture) + unit;
}
