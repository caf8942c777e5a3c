using BigBiGan.Dsl.Spec.Text;

namespace BigBiGan.Dsl.Spec.Blocks;

/// <summary>The blocks of a published architecture by image size. A multiplier is a block's output width; the first block of G keeps the stem's.</summary>
/// <param name="name">The value of <c>blocks</c>.</param>
/// <param name="lists">By image size: the blocks of G and of F, in the words of a spec.</param>
internal sealed class Preset(string name, params (int Size, string Generator, string Trunk)[] lists)
{
    /// <summary>Every preset; the first is what holds where no blocks are given.</summary>
    public static IReadOnlyList<Preset> All { get; } =
    [
        new(
            "biggan", // Brock et al., 2019, tables 4 to 7
            (32, "up 4, up 4, up 4", "down 4, down 4, same 4, same 4"),
            (64, "up 16, up 8, up 4, up 2", "down 1, down 2, down 4, down 8, same 16"),
            (128, "up 16, up 8, up 4, up 2, attention, up 1", "down 1, attention, down 2, down 4, down 8, down 16, same 16"),
            (256, "up 16, up 8, up 8, up 4, up 2, attention, up 1", "down 1, down 2, attention, down 4, down 8, down 8, down 16, same 16")),
        new(
            "biggan-deep", // Brock et al., 2019, tables 7 to 9, two blocks at each size
            (32, "deep-same 4, deep-up 4, deep-same 4, deep-up 4, deep-same 4, deep-up 4",
                "conv 4, deep-down 4, deep-same 4, deep-down 4, deep-same 4, deep-same 4, deep-same 4"),
            (64, "deep-same 16, deep-up 16, deep-same 16, deep-up 8, deep-same 8, deep-up 4, deep-same 4, deep-up 2",
                "conv 1, deep-down 2, deep-same 2, deep-down 4, deep-same 4, deep-down 8, deep-same 8, deep-down 16, deep-same 16"),
            (128, "deep-same 16, deep-up 16, deep-same 16, deep-up 8, deep-same 8, deep-up 4, deep-same 4, deep-up 2, attention, deep-same 2, deep-up 1",
                "conv 1, deep-down 2, deep-same 2, attention, deep-down 4, deep-same 4, deep-down 8, deep-same 8, "
                    + "deep-down 16, deep-same 16, deep-down 16, deep-same 16"),
            (256, "deep-same 16, deep-up 16, deep-same 16, deep-up 8, deep-same 8, deep-up 8, deep-same 8, "
                    + "deep-up 4, attention, deep-same 4, deep-up 2, deep-same 2, deep-up 1",
                "conv 1, deep-down 2, deep-same 2, deep-down 4, deep-same 4, attention, "
                    + "deep-down 8, deep-same 8, deep-down 8, deep-same 8, deep-down 16, deep-same 16, deep-down 16, deep-same 16")),
    ];

    // read once: a preset is asked for at every binding of a spec
    private readonly Dictionary<int, (EquatableArray<BlockSpec> Generator, EquatableArray<BlockSpec> Trunk)> _lists = lists.ToDictionary(
        list => list.Size,
        list => (Read(list.Generator, BlockHosts.Generator), Read(list.Trunk, BlockHosts.Trunk)));

    public string Name => name;

    /// <summary>The image sizes that it knows.</summary>
    public IEnumerable<int> Sizes => _lists.Keys.OrderBy(size => size);

    /// <summary>Null where it does not know the size.</summary>
    public EquatableArray<BlockSpec>? Blocks(BlockHosts host, int imageSize) =>
        !_lists.TryGetValue(imageSize, out var blocks) ? null
        : host == BlockHosts.Generator ? blocks.Generator
        : blocks.Trunk;

    /// <summary><c>up 4, attention</c>.</summary>
    private static EquatableArray<BlockSpec> Read(string list, BlockHosts host) =>
        list.Split(',').Select(block => ReadBlock(block.Trim(), host)).ToEquatableArray();

    /// <summary><c>up 4</c>, <c>attention</c>.</summary>
    private static BlockSpec ReadBlock(string block, BlockHosts host)
    {
        var words = block.Split(' ');
        return new BlockSpec(BlockTable.Find(host, words[0])!, words.Length > 1 ? int.Parse(words[1], System.Globalization.CultureInfo.InvariantCulture) : 0);
    }
}
