using BigBiGan.Dsl.Spec.Blocks;
using BigBiGan.Dsl.Spec.Diagnostics;
using BigBiGan.Dsl.Spec.Layers;
using BigBiGan.Dsl.Spec.Text;
using BigBiGan.Dsl.Spec.Yaml;

namespace BigBiGan.Dsl.Spec.Values;

/// <summary>The blocks of G or F: a preset by its name, or a list of the kinds that the network may have.</summary>
internal sealed class BlocksType(BlockHosts host) : SpecType<BlockList>
{
    public const string Argument = "argument";

    internal static readonly IntegerType Multiplier = new(1, 64);
    internal static readonly IntegerType LayerArgument = new(1, 1_048_576);
    internal static readonly LayerNameType LayerName = new();

    /// <summary>What holds where no blocks are given.</summary>
    public static BlockList Default { get; } = new(Preset.All[0].Name, EquatableArray<BlockSpec>.Empty);

    /// <summary>What a list may have, words of their own last.</summary>
    public IReadOnlyList<BlockKind> Kinds { get; } = [.. BlockTable.Of(host).OrderBy(kind => kind.Form == BlockForm.Word)];

    public override string Description =>
        $"{Phrases.Or(Preset.All.Select(preset => $"`{preset.Name}`"))}, or a list of {Phrases.And(Kinds.Select(kind => $"`{kind.Pattern}`"))}";

    internal override bool TryRead(SpecNode node, string path, Findings findings, out BlockList value)
    {
        value = Default;
        if (node is ScalarNode { Text: var name } && Preset.All.Any(preset => preset.Name == name))
        {
            value = new BlockList(name, EquatableArray<BlockSpec>.Empty);
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

        if (sound && !blocks.Any(block => block.Kind.IsResidual))
        {
            findings.AtValue(
                Rule.BlockList,
                path,
                $"`{path}` has no residual block; expected at least one "
                    + $"{Phrases.Or(Kinds.Where(kind => kind.IsResidual).Select(kind => $"`{kind.Pattern}`"))}");
            sound = false;
        }

        value = new BlockList(null, blocks.ToEquatableArray());
        return sound;
    }

    internal override string Write(BlockList value) => value.Preset ?? $"[{string.Join(", ", value.Blocks.Select(Write))}]";

    private static string Write(BlockSpec block) => block switch
    {
        { Layer: { Argument: { } argument } layer } => $"{{ {block.Kind.Word}: {layer.Name}, {Argument}: {NumberText.Write(argument)} }}",
        { Layer: { } layer } => $"{{ {block.Kind.Word}: {layer.Name} }}",
        { Kind.Form: BlockForm.Multiplier } => $"{{ {block.Kind.Word}: {block.Multiplier} }}",
        _ => block.Kind.Word,
    };

    private bool TryReadBlock(SpecNode node, string path, Findings findings, List<BlockSpec> blocks)
    {
        if (node is ScalarNode { Text: var word } && Find(word, BlockForm.Word) is { } plain)
        {
            blocks.Add(new BlockSpec(plain));
            return true;
        }

        if (node is MappingNode used && Kinds.FirstOrDefault(kind => kind.Form == BlockForm.Layer && used[kind.Word] is not null) is { } layer)
        {
            return TryReadLayer(used, layer, path, findings, blocks);
        }

        if (node is not MappingNode { Entries.Count: 1 } mapping || Find(mapping.Entries[0].Key, BlockForm.Multiplier) is not { } sized)
        {
            var near = node is ScalarNode scalar
                ? Spelling.DidYouMean(scalar.Text, Kinds.Where(kind => kind.Form == BlockForm.Word).Select(kind => kind.Word))
                : "";
            findings.AtValue(Rule.WrongType, path, $"`{path}` is {Found(node)}; expected {Phrases.Or(Kinds.Select(kind => $"`{kind.Pattern}`"))}{near}");
            return false;
        }

        var sound = Multiplier.TryRead(mapping.Entries[0].Value, KeyPath.Child(path, mapping.Entries[0].Key), findings, out var multiplier);
        blocks.Add(new BlockSpec(sized, multiplier));
        return sound;
    }

    private static bool TryReadLayer(MappingNode node, BlockKind kind, string path, Findings findings, List<BlockSpec> blocks)
    {
        var sound = LayerName.TryRead(node[kind.Word]!, KeyPath.Child(path, kind.Word), findings, out var name);
        int? argument = null;
        foreach (var entry in node.Entries.Where(entry => entry.Key != kind.Word))
        {
            var key = KeyPath.Child(path, entry.Key);
            if (entry.Key != Argument)
            {
                findings.AtKey(
                    Rule.UnknownKey,
                    key,
                    $"`{entry.Key}` is not a key of a layer in a list of blocks{Spelling.DidYouMean(entry.Key, [Argument])}; "
                        + $"expected `{kind.Word}`, and `{Argument}` where the layer takes one");
                sound = false;
                continue;
            }

            sound &= LayerArgument.TryRead(entry.Value, key, findings, out var value);
            argument = value;
        }

        blocks.Add(new BlockSpec(kind) { Layer = new LayerUse(name, argument) });
        return sound;
    }

    private BlockKind? Find(string word, BlockForm form) => Kinds.FirstOrDefault(kind => kind.Form == form && kind.Word == word);

    private static string Found(SpecNode node) =>
        node is MappingNode mapping ? $"a mapping of {Phrases.And(mapping.Entries.Select(entry => $"`{entry.Key}`"))}" : NodeText.Of(node);
}
