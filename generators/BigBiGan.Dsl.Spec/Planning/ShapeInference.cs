using BigBiGan.Dsl.Spec.Model;
using BigBiGan.Dsl.Spec.Schema;
using BigBiGan.Dsl.Spec.Text;

namespace BigBiGan.Dsl.Spec.Planning;

/// <summary>The blocks of G or F in order, each with the shape that it takes: the shape rule of every kind of block.</summary>
internal sealed class ShapeInference
{
    private ShapeInference(Key key, Key unit, EquatableArray<BlockSpec> blocks, Shape start, int channels)
    {
        (Key, Unit) = (key, unit);
        var steps = new List<BlockStep>();
        Shape? shape = start;
        for (var i = 0; i < blocks.Count && shape is { } input; i++)
        {
            var step = new BlockStep(blocks[i], KeyPath.Item(key.Path, i), input, channels);
            steps.Add(step);
            shape = step.Output;
        }

        Steps = steps;
        End = shape;
    }

    /// <summary>The list of blocks.</summary>
    public Key Key { get; }

    /// <summary>What the multipliers of the blocks multiply.</summary>
    public Key Unit { get; }

    /// <summary>As far as shapes follow: up to a layer whose rule gives nothing where it stands.</summary>
    public IReadOnlyList<BlockStep> Steps { get; }

    /// <summary>What the last block gives; null where a layer's rule gives nothing.</summary>
    public Shape? End { get; }

    /// <summary>Null where G has no blocks. The first residual block keeps the stem's width.</summary>
    public static ShapeInference? OfGenerator(Variant variant) => variant.Generator.Conv is { } spec
        ? new ShapeInference(SpecKeys.GeneratorBlocks, SpecKeys.GeneratorChannels, spec.Blocks, Shape.Image(spec.StemChannels, GeneratorPlan.StemSize), spec.Channels)
        : null;

    /// <summary>Null where F has no blocks, or there is no F.</summary>
    public static ShapeInference? OfTrunk(Variant variant) => variant.Discriminator?.F is { } spec
        ? new ShapeInference(SpecKeys.TrunkBlocks, SpecKeys.TrunkChannels, spec.Blocks, Shape.Image(variant.Image.Colours, variant.Image.Size), spec.Channels)
        : null;
}

/// <param name="Path">In the spec: <c>generator.blocks[2]</c>.</param>
/// <param name="Unit">Channels that a multiplier of 1 gives.</param>
internal sealed record BlockStep(BlockSpec Block, string Path, Shape Input, int Unit)
{
    /// <summary>Sizes stay below this, however many blocks double them.</summary>
    private const int LargestSize = 1 << 30;

    /// <summary>Null where a layer's rule gives nothing here.</summary>
    public Shape? Output => Block.Kind switch
    {
        BlockKind.Up => Shape.Image(Block.Multiplier * Unit, Math.Min(LargestSize, 2 * Input.Height)),
        BlockKind.Down => Shape.Image(Block.Multiplier * Unit, Input.Height / 2),
        BlockKind.Same => Shape.Image(Block.Multiplier * Unit, Input.Height),
        BlockKind.Attention => Input,
        BlockKind.Layer => Block.Layer!.Spec!.Output(Block.Layer.Behind(Input)),
    };
}
