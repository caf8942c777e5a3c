using BigBiGan.Dsl.Spec.Model;

namespace BigBiGan.Dsl.Spec.Planning;

/// <summary>
/// The members of a list of blocks: <c>Block1</c>, <c>Block2</c>, … for the residual ones; <c>Attention</c>, or
/// <c>Attention1</c>, … where there are several; a layer of the user's own after its name: <c>SqueezeExciteLayer1</c>.
/// </summary>
internal sealed class BlockMembers(IReadOnlyCollection<BlockSpec> blocks)
{
    private readonly Dictionary<string, int> _given = new(StringComparer.Ordinal);

    public string Next(BlockSpec block)
    {
        var name = Name(block);
        _given[name] = _given.TryGetValue(name, out var count) ? count + 1 : 1;
        var alone = block.Kind == BlockKind.Attention && blocks.Count(other => other.Kind == BlockKind.Attention) == 1;
        return alone ? name : $"{name}{_given[name]}";
    }

    private static string Name(BlockSpec block) => block.Kind switch
    {
        BlockKind.Up or BlockKind.Down or BlockKind.Same => "Block",
        BlockKind.Attention => "Attention",
        BlockKind.Layer => $"{string.Concat(block.Layer!.Name.Split('-').Where(word => word.Length > 0).Select(word => char.ToUpperInvariant(word[0]) + word.Substring(1)))}Layer",
    };
}
