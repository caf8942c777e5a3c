using BigBiGan.Dsl.Generator.Code;
using BigBiGan.Dsl.Spec.Blocks;

namespace BigBiGan.Dsl.Generator.Emission;

/// <summary>The C# that makes a planned module.</summary>
internal static class BlockConstruction
{
    /// <summary>The class of BigBiGan.Dsl, or of the user's own, that the block stands for.</summary>
    public static string TypeOf(Block block) => FullName.Of(block.Class);

    public static string New(Block block) => $"new {TypeOf(block)}({block.Arguments})";
}
