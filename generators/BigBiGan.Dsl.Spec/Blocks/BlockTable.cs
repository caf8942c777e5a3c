namespace BigBiGan.Dsl.Spec.Blocks;

/// <summary>Every kind of block that lists of blocks may have. A new one is a row here and a file beside this one.</summary>
internal static class BlockTable
{
    public static IReadOnlyList<BlockKind> All { get; } =
    [
        GeneratorBlock.Up,
        GeneratorBlock.Same,
        DiscriminatorBlock.Down,
        DiscriminatorBlock.Same,
        DeepGeneratorBlock.Up,
        DeepGeneratorBlock.Same,
        DeepDiscriminatorBlock.Down,
        DeepDiscriminatorBlock.Same,
        SpectralConv2d.Kind,
        CustomLayerBlock.Kind,
        Attention.Kind,
    ];

    /// <summary>In the order of the table.</summary>
    public static IEnumerable<BlockKind> Of(BlockHosts host) => All.Where(kind => kind.IsIn(host));

    /// <summary>Null where the network has no kind of that name.</summary>
    public static BlockKind? Find(BlockHosts host, string word) => Of(host).FirstOrDefault(kind => kind.Word == word);
}
