using BigBiGan.Dsl.Spec.Layers;
using BigBiGan.Dsl.Spec.Text;

namespace BigBiGan.Dsl.Spec.Blocks;

/// <summary>A block as a list of a spec has it.</summary>
/// <param name="Multiplier">Output channels in units of the network's <c>channels</c>; 0 for kinds without one.</param>
public sealed record BlockSpec(BlockKind Kind, int Multiplier = 0)
{
    /// <summary>Given exactly where the kind's form says so.</summary>
    public LayerUse? Layer { get; init; }
}

/// <summary>The value of <c>blocks</c>: a preset, whose blocks depend on the image size, or the blocks.</summary>
/// <param name="Preset">Its name; null where the blocks are written.</param>
public sealed record BlockList(string? Preset, EquatableArray<BlockSpec> Blocks)
{
    /// <summary>Written out; null where there are none.</summary>
    internal static BlockList? Of(EquatableArray<BlockSpec>? blocks) => blocks is { } written ? new BlockList(null, written) : null;
}
