using BigBiGan.Dsl.Spec.Blocks;
using BigBiGan.Dsl.Spec.Schema;
using BigBiGan.Dsl.Spec.Text;
using BigBiGan.Dsl.Spec.Yaml;

namespace BigBiGan.Dsl.Spec.Resolution;

/// <summary>The layers that a spec names in its lists of blocks, or a grid in the values of its axes.</summary>
internal static class CustomLayerNames
{
    private static readonly Key[] Lists = [SpecKeys.GeneratorBlocks, SpecKeys.TrunkBlocks];

    /// <summary>Each name with its place.</summary>
    public static IEnumerable<(string Name, string Place)> In(SpecFile file) => (file.Kind, file.Root) switch
    {
        (_, null) => [],
        (FileKind.Spec, { } root) => Lists.SelectMany(key => Find(root, key) is { } blocks ? In(blocks, key.Path) : []),
        (FileKind.Grid or FileKind.Calibration or FileKind.Launcher or FileKind.Layer or FileKind.Unread, { } root) => In(root, KeyPath.Root),
    };

    private static SpecNode? Find(MappingNode root, Key key) => key.Segments.Aggregate((SpecNode?)root, (node, segment) => (node as MappingNode)?[segment]);

    private static IEnumerable<(string Name, string Place)> In(SpecNode node, string path) => node switch
    {
        MappingNode mapping => mapping.Entries.SelectMany(entry => In(entry.Value, KeyPath.Child(path, entry.Key))),
        SequenceNode list => list.Items.SelectMany((item, i) => Item(item, KeyPath.Item(path, i))),
        _ => [],
    };

    private static IEnumerable<(string Name, string Place)> Item(SpecNode item, string path) =>
        item is MappingNode mapping && mapping[CustomLayerBlock.Kind.Word] is ScalarNode { IsNull: false } name
            ? [(name.Text, KeyPath.Child(path, CustomLayerBlock.Kind.Word))]
            : In(item, path);
}
