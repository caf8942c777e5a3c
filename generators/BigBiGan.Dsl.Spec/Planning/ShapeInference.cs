using BigBiGan.Dsl.Spec.Blocks;
using BigBiGan.Dsl.Spec.Layers;
using BigBiGan.Dsl.Spec.Model;
using BigBiGan.Dsl.Spec.Schema;
using BigBiGan.Dsl.Spec.Text;

namespace BigBiGan.Dsl.Spec.Planning;

/// <summary>The blocks of G or F in order, each with the shape that it takes.</summary>
internal sealed class ShapeInference
{
    private ShapeInference(Key key, Key unit, EquatableArray<BlockSpec> blocks, Shape start, int channels)
    {
        (Key, Unit) = (key, unit);
        var steps = new List<BlockStep>();
        Shape? shape = start;
        for (var i = 0; i < blocks.Count && shape is { } input; i++)
        {
            var step = new BlockStep(new BlockPlace(blocks[i], input, channels, IsFirst: i == 0, Condition: 0), KeyPath.Item(key.Path, i));
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
        ? new ShapeInference(
            SpecKeys.GeneratorBlocks, SpecKeys.GeneratorChannels, spec.Blocks,
            Shape.Image(spec.StemChannels, GeneratorPlan.StemSize), spec.Channels)
        : null;

    /// <summary>Null where F has no blocks, or there is no F.</summary>
    public static ShapeInference? OfTrunk(Variant variant) => variant.Discriminator?.F is { } spec
        ? new ShapeInference(SpecKeys.TrunkBlocks, SpecKeys.TrunkChannels, spec.Blocks, Shape.Image(variant.Image.Colours, variant.Image.Size), spec.Channels)
        : null;
}

/// <param name="Path">In the spec: <c>generator.blocks[2]</c>.</param>
internal sealed record BlockStep(BlockPlace Place, string Path)
{
    public BlockKind Kind => Place.Spec.Kind;

    public Shape Input => Place.Input;

    /// <summary>Null where a layer's rule gives nothing here.</summary>
    public Shape? Output => Kind.Output(Place);
}
