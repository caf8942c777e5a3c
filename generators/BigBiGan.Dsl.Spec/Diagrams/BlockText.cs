using BigBiGan.Dsl.Spec.Planning;
using BigBiGan.Dsl.Spec.Text;

namespace BigBiGan.Dsl.Spec.Diagrams;

/// <summary>What a block is, in a few words.</summary>
internal static class BlockText
{
    /// <summary>A module of one layer is called by the layer's operation.</summary>
    public static string Of(ModulePlan module) => module.Block.Caption ?? module.Layers[0].Operation;

    /// <summary>A count of parameters; nothing for 0.</summary>
    public static string Count(long count) => count == 0 ? "" : Quantity.Short(count);
}
