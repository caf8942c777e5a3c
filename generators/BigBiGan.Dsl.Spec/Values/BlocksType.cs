using BigBiGan.Dsl.Spec.Diagnostics;
using BigBiGan.Dsl.Spec.Model;
using BigBiGan.Dsl.Spec.Text;
using BigBiGan.Dsl.Spec.Yaml;

namespace BigBiGan.Dsl.Spec.Values;

/// <summary>The blocks of G or F. The preset reads as the empty list: its blocks depend on the image size.</summary>
/// <param name="resize">The block that changes the size: <see cref="BlockKind.Up"/> in G, <see cref="BlockKind.Down"/> in F.</param>
internal sealed class BlocksType(BlockKind resize) : SpecType<EquatableArray<BlockSpec>>
{
    public const string Preset = "biggan";

    /// <summary>The key of a block that is a layer of the user's own.</summary>
    public const string Layer = "layer";

    public const string Argument = "argument";

    internal static readonly IntegerType Multiplier = new(1, 64);
    internal static readonly IntegerType LayerArgument = new(1, 1_048_576);
    internal static readonly LayerNameType LayerName = new();

    /// <summary>Of the block that changes the size.</summary>
    public string ResizeWord { get; } = Word(resize);

    public override string Description => $"`{Preset}`, or a list of `{{ {ResizeWord}: n }}`, `{{ same: n }}`, `{{ layer: name }}` and `attention`";

    internal override bool TryRead(SpecNode node, string path, Findings findings, out EquatableArray<BlockSpec> value)
    {
        value = EquatableArray<BlockSpec>.Empty;
        if (node is ScalarNode { Text: Preset })
        {
            return true;
        }

        if (node is not SequenceNode list)
        {
            return Refuse(Rule.WrongType, node, path, findings);
        }

        var blocks = new List<BlockSpec>();
        var sound = true;
        for (var i = 0; i < list.Items.Count; i++)
        {
            sound &= TryReadBlock(list.Items[i], KeyPath.Item(path, i), findings, blocks);
        }

        if (sound && !blocks.Any(block => block.IsResidual))
        {
            findings.AtValue(Rule.BlockList, path, $"`{path}` has no residual block; expected at least one `{{ {ResizeWord}: n }}` or `{{ same: n }}`");
            sound = false;
        }

        value = blocks.ToEquatableArray();
        return sound;
    }

    internal override string Write(EquatableArray<BlockSpec> value) =>
        value.Count == 0
            ? Preset
            : $"[{string.Join(", ", value.Select(Write))}]";

    private static string Write(BlockSpec block) => block switch
    {
        { Kind: BlockKind.Attention } => "attention",
        { Layer: { Argument: { } argument } layer } => $"{{ {Layer}: {layer.Name}, {Argument}: {NumberText.Write(argument)} }}",
        { Layer: { } layer } => $"{{ {Layer}: {layer.Name} }}",
        _ => $"{{ {Word(block.Kind)}: {block.Multiplier} }}",
    };

    private static string Word(BlockKind kind) => kind switch
    {
        BlockKind.Up => "up",
        BlockKind.Down => "down",
        BlockKind.Same => "same",
        BlockKind.Attention => "attention",
        BlockKind.Layer => Layer,
    };

    private bool TryReadBlock(SpecNode node, string path, Findings findings, List<BlockSpec> blocks)
    {
        if (node is ScalarNode { Text: "attention" })
        {
            blocks.Add(new BlockSpec(BlockKind.Attention, 0));
            return true;
        }

        if (node is MappingNode used && used[Layer] is { } layerName)
        {
            return TryReadLayer(used, layerName, path, findings, blocks);
        }

        if (node is not MappingNode { Entries.Count: 1 } mapping || Kind(mapping.Entries[0].Key) is not { } kind)
        {
            var near = node is ScalarNode scalar ? Spelling.DidYouMean(scalar.Text, ["attention"]) : "";
            findings.AtValue(
                Rule.WrongType,
                path,
                $"`{path}` is {Found(node)}; expected `{{ {ResizeWord}: n }}`, `{{ same: n }}`, `{{ layer: name }}` or `attention`{near}");
            return false;
        }

        var sound = Multiplier.TryRead(mapping.Entries[0].Value, KeyPath.Child(path, mapping.Entries[0].Key), findings, out var multiplier);
        blocks.Add(new BlockSpec(kind, multiplier));
        return sound;
    }

    private static bool TryReadLayer(MappingNode node, SpecNode layerName, string path, Findings findings, List<BlockSpec> blocks)
    {
        var sound = LayerName.TryRead(layerName, KeyPath.Child(path, Layer), findings, out var name);
        int? argument = null;
        foreach (var entry in node.Entries.Where(entry => entry.Key != Layer))
        {
            var key = KeyPath.Child(path, entry.Key);
            if (entry.Key != Argument)
            {
                findings.AtKey(Rule.UnknownKey, key, $"`{entry.Key}` is no key of a layer in a list of blocks{Spelling.DidYouMean(entry.Key, [Argument])}; expected `{Layer}`, and `{Argument}` where the layer takes one");
                sound = false;
                continue;
            }

            sound &= LayerArgument.TryRead(entry.Value, key, findings, out var value);
            argument = value;
        }

        blocks.Add(new BlockSpec(BlockKind.Layer, 0) { Layer = new LayerUse(name, argument) });
        return sound;
    }

    private BlockKind? Kind(string word) => word == ResizeWord ? resize : word == "same" ? BlockKind.Same : null;

    private static string Found(SpecNode node) =>
        node is MappingNode mapping ? $"a mapping of {Phrases.And(mapping.Entries.Select(entry => $"`{entry.Key}`"))}" : NodeText.Of(node);
}
