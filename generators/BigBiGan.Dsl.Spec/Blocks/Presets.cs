using BigBiGan.Dsl.Spec.Model;
using BigBiGan.Dsl.Spec.Text;

namespace BigBiGan.Dsl.Spec.Blocks;

/// <summary>The blocks of BigGAN's networks by image size. A multiplier is a block's output width; the first block of G keeps the stem's.</summary>
internal static class Presets
{
    /// <summary>0 stands for attention.</summary>
    private static readonly Dictionary<int, int[]> Generators = new()
    {
        [32] = [4, 4, 4],
        [64] = [16, 8, 4, 2],
        [128] = [16, 8, 4, 2, 0, 1], // attention at 64 px
        [256] = [16, 8, 8, 4, 2, 0, 1], // attention at 128 px
    };

    private static readonly Dictionary<int, (int[] Down, int[] Same)> Trunks = new()
    {
        [32] = ([4, 4], [4, 4]),
        [64] = ([1, 2, 4, 8], [16]),
        [128] = ([1, 0, 2, 4, 8, 16], [16]), // attention at 64 px
        [256] = ([1, 2, 0, 4, 8, 8, 16], [16]), // attention at 64 px
    };

    public static IReadOnlyList<int> Sizes { get; } = [.. Generators.Keys.OrderBy(size => size)];

    /// <summary>Null where there is no preset for the size.</summary>
    public static EquatableArray<BlockSpec>? Generator(int imageSize) =>
        Generators.TryGetValue(imageSize, out var blocks) ? Blocks(BlockKind.Up, blocks).ToEquatableArray() : null;

    /// <summary>Null where there is no preset for the size.</summary>
    public static EquatableArray<BlockSpec>? Trunk(int imageSize) =>
        Trunks.TryGetValue(imageSize, out var blocks)
            ? Blocks(BlockKind.Down, blocks.Down).Concat(Blocks(BlockKind.Same, blocks.Same)).ToEquatableArray()
            : null;

    private static IEnumerable<BlockSpec> Blocks(BlockKind kind, int[] multipliers) =>
        multipliers.Select(multiplier => new BlockSpec(multiplier == 0 ? BlockKind.Attention : kind, multiplier));
}
