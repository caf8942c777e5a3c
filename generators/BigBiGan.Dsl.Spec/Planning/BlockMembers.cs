namespace BigBiGan.Dsl.Spec.Planning;

/// <summary>The members of a list of blocks: <c>Block1</c>, <c>Block2</c>, …; <c>Attention</c>, or <c>Attention1</c>, … where there are several.</summary>
internal sealed class BlockMembers(IEnumerable<BlockSpec> blocks)
{
    private readonly bool _manyAttentions = blocks.Count(block => block.Kind == BlockKind.Attention) > 1;
    private int _blocks;
    private int _attentions;

    public string Next(BlockKind kind)
    {
        if (kind != BlockKind.Attention)
        {
            return $"Block{++_blocks}";
        }

        _attentions++;
        return _manyAttentions ? $"Attention{_attentions}" : "Attention";
    }
}
