using BigBiGan.Dsl.Spec.Diagnostics;
using BigBiGan.Dsl.Spec.Layers;

namespace BigBiGan.Dsl.Spec.Blocks;

/// <summary>A kind of block that a spec may list in <c>blocks</c>. Its row stands in the file of its <see cref="Block"/>.</summary>
/// <param name="word">In a spec: <c>up</c>, <c>attention</c>.</param>
/// <param name="hosts">The networks that may have it.</param>
/// <param name="form">What stands beside the word.</param>
/// <param name="make">The planned module at a place where nothing is wrong.</param>
public sealed class BlockKind(string word, BlockHosts hosts, BlockForm form, Func<BlockPlace, Block> make)
{
    /// <summary>Sizes stay below this, however many blocks double them.</summary>
    private const int LargestSize = 1 << 30;

    public string Word => word;

    public BlockForm Form => form;

    /// <summary>What it does to height and width.</summary>
    public Resize Resize { get; init; }

    /// <summary>Whether it is a residual block: each takes a chunk of z in G.</summary>
    public bool IsResidual { get; init; }

    /// <summary>Whether the blocks of a G that has it take all of z, and the stem too, in place of chunks (BigGAN-deep).</summary>
    public bool TakesWholeLatent { get; init; }

    /// <summary>Whether the only one of its kind goes without a number: <c>Attention</c>.</summary>
    public bool IsPlainAlone { get; init; }

    /// <summary>The C# member, to which a number is added.</summary>
    internal Func<BlockSpec, string> Member { get; init; } = _ => "Block";

    /// <summary>What it gives for its input; null where its rule gives nothing.</summary>
    internal Func<BlockPlace, Shape?>? Shape { get; init; }

    /// <summary>What is wrong with it at a place, or null.</summary>
    internal Func<BlockPlace, BlockFault?> Fault { get; init; } = _ => null;

    internal bool IsIn(BlockHosts host) => (hosts & host) != 0;

    internal Block Make(BlockPlace place) => make(place);

    internal Shape? Output(BlockPlace place) => Shape is { } rule ? rule(place) : Layers.Shape.Image(place.Channels, Resize switch
    {
        Resize.Double => Math.Min(LargestSize, 2 * place.Input.Height),
        Resize.Halve => place.Input.Height / 2,
        Resize.Keep => place.Input.Height,
    });

    /// <summary>As messages show it: <c>{ up: n }</c>.</summary>
    internal string Pattern => form switch
    {
        BlockForm.Word => word,
        BlockForm.Multiplier => $"{{ {word}: n }}",
        BlockForm.Layer => $"{{ {word}: name }}",
    };
}

/// <summary>The networks that have lists of blocks.</summary>
[Flags]
public enum BlockHosts
{
    None = 0,
    Generator = 1,

    /// <summary>F.</summary>
    Trunk = 2,
    Both = Generator | Trunk,
}

/// <summary>What stands beside a kind's word.</summary>
public enum BlockForm
{
    /// <summary>Nothing: <c>attention</c>.</summary>
    Word,

    /// <summary>Its width in units of the network's channels: <c>{ up: 4 }</c>.</summary>
    Multiplier,

    /// <summary>A layer's name, and the argument of one that takes it: <c>{ layer: squeeze-excite, argument: 4 }</c>.</summary>
    Layer,
}

public enum Resize
{
    Keep,
    Double,
    Halve,
}

/// <summary>Where a block stands.</summary>
/// <param name="Spec">As the list has it.</param>
/// <param name="Input">What it takes.</param>
/// <param name="Unit">Channels that a multiplier of 1 gives.</param>
/// <param name="IsFirst">Of its network.</param>
/// <param name="Condition">The width of what G's blocks take of z, joined to the shared row; 0 where that is not known yet.</param>
public readonly record struct BlockPlace(BlockSpec Spec, Shape Input, int Unit, bool IsFirst, int Condition)
{
    /// <summary>Of what it gives, by its multiplier.</summary>
    public int Channels => Spec.Multiplier * Unit;
}

/// <summary>Why a block cannot stand at its place.</summary>
/// <param name="Rule">The kind of problem.</param>
/// <param name="Text">What it does there: follows the block's path in the message.</param>
/// <param name="Mend">What is expected, or what to do; empty where the text says it.</param>
/// <param name="Cause">Which other key may be to blame.</param>
internal sealed record BlockFault(Rule Rule, string Text, string Mend = "", BlockCause Cause = BlockCause.Block);

internal enum BlockCause
{
    /// <summary>The block itself.</summary>
    Block,

    /// <summary>The network's channels, which the message tells.</summary>
    Channels,

    /// <summary>The image size.</summary>
    Size,
}
