using BigBiGan.Dsl.Spec.Blocks;

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
        var name = block.Kind.Member(block);
        _given[name] = _given.TryGetValue(name, out var count) ? count + 1 : 1;
        var isAlone = block.Kind.IsPlainAlone && blocks.Count(other => other.Kind == block.Kind) == 1;
        return isAlone ? name : $"{name}{_given[name]}";
    }
}
