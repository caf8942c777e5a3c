using BigBiGan.Dsl.Spec.Diagnostics;
using BigBiGan.Dsl.Spec.Layers;
using BigBiGan.Dsl.Spec.Text;

namespace BigBiGan.Dsl.Spec.Blocks;

/// <summary>
/// BigGAN-deep's residual block of G: a bottleneck to a quarter of the channels,
/// whose shortcut drops channels (Brock et al., 2019, figure 16).
/// </summary>
/// <param name="Condition">The width of z joined to the shared row.</param>
public sealed record DeepGeneratorBlock(int Input, int Output, int Condition, bool Upsample) : Block
{
    private const int Ratio = 4;

    /// <summary>Doubles the size.</summary>
    internal static BlockKind Up { get; } = new("deep-up", BlockHosts.Generator, BlockForm.Multiplier, place => Of(place, upsample: true))
    {
        IsResidual = true,
        TakesWholeLatent = true,
        Resize = Resize.Double,
        Fault = FaultOf,
    };

    /// <summary>Keeps the size.</summary>
    internal static BlockKind Same { get; } = new("deep-same", BlockHosts.Generator, BlockForm.Multiplier, place => Of(place, upsample: false))
    {
        IsResidual = true,
        TakesWholeLatent = true,
        Fault = FaultOf,
    };

    internal override string Class => Library + "Blocks.DeepGeneratorBlock";

    internal override string Arguments => $"{Input}, {Output}, condition: {Condition}, upsample: {Literal(Upsample)}";

    internal override string Caption => Upsample ? "bottleneck, up" : "bottleneck";

    internal override bool TakesCondition => true;

    internal override bool MixesBatch => true;

    internal override Shape Plan(Shape input, LayerPlanBuilder layers)
    {
        var hidden = Input / Ratio;
        layers.ConditionalNorm("norm1", input, Condition);
        var narrow = layers.Conv("conv1", input, hidden, 1, spectral: true, bias: true);
        layers.ConditionalNorm("norm2", narrow, Condition);
        var large = Shape.Image(hidden, Upsample ? 2 * input.Height : input.Height);
        var first = layers.Conv("conv2", large, hidden, 3, spectral: true, bias: true, saved: narrow.Elements); // merged with the upsampling
        layers.ConditionalNorm("norm3", first, Condition);
        var second = layers.Conv("conv3", first, hidden, 3, spectral: true, bias: true);
        layers.ConditionalNorm("norm4", second, Condition);
        return layers.Conv("conv4", second, Output, 1, spectral: true, bias: true);
    }

    private static DeepGeneratorBlock Of(BlockPlace place, bool upsample) => new(place.Input.Channels, place.Channels, place.Condition, upsample);

    private static BlockFault? FaultOf(BlockPlace place) =>
        place.Input.Channels % Ratio != 0
            ? new BlockFault(
                Rule.LayerFit, $"narrows {Phrases.Count(place.Input.Channels, "channel")} to a quarter",
                "expected a multiple of 4: change the channels", BlockCause.Channels)
        : place.Channels > place.Input.Channels
            ? new BlockFault(
                Rule.LayerFit, $"would widen {place.Input.Channels} channels to {place.Channels}, and its shortcut can only drop some",
                "expected at most as many as before it", BlockCause.Channels)
        : null;
}
