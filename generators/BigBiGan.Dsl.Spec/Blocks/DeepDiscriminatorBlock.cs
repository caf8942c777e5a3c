using BigBiGan.Dsl.Spec.Diagnostics;
using BigBiGan.Dsl.Spec.Layers;
using BigBiGan.Dsl.Spec.Text;

namespace BigBiGan.Dsl.Spec.Blocks;

/// <summary>
/// BigGAN-deep's residual block of F: a bottleneck to a quarter of its output's channels,
/// whose shortcut adds channels (Brock et al., 2019, figure 16).
/// </summary>
public sealed record DeepDiscriminatorBlock(int Input, int Output, bool Downsample) : Block
{
    private const int Ratio = 4;

    /// <summary>Halves the size.</summary>
    internal static BlockKind Down { get; } = new("deep-down", BlockHosts.Trunk, BlockForm.Multiplier, place => Of(place, downsample: true))
    {
        IsResidual = true,
        Resize = Resize.Halve,
        Fault = FaultOf,
    };

    /// <summary>Keeps the size.</summary>
    internal static BlockKind Same { get; } = new("deep-same", BlockHosts.Trunk, BlockForm.Multiplier, place => Of(place, downsample: false))
    {
        IsResidual = true,
        Fault = FaultOf,
    };

    internal override string Class => Library + "Blocks.DeepDiscriminatorBlock";

    internal override string Arguments => $"{Input}, {Output}, downsample: {Literal(Downsample)}";

    internal override string Caption => Downsample ? "bottleneck, down" : "bottleneck";

    internal override Shape Plan(Shape input, LayerPlanBuilder layers)
    {
        var hidden = Output / Ratio;
        var narrow = layers.Conv("conv1", input, hidden, 1, spectral: true, bias: true);
        var first = layers.Conv("conv2", narrow, hidden, 3, spectral: true, bias: true);
        var second = layers.Conv("conv3", first, hidden, 3, spectral: true, bias: true);
        var size = Downsample ? input.Height / 2 : input.Height;
        var output = layers.Conv("conv4", Shape.Image(hidden, size), Output, 1, spectral: true, bias: true); // after the pool
        if (Input != Output)
        {
            layers.Conv("shortcut", Shape.Image(Input, size), Output - Input, 1, spectral: true, bias: true);
        }

        return output;
    }

    private static DeepDiscriminatorBlock Of(BlockPlace place, bool downsample) => new(place.Input.Channels, place.Channels, downsample);

    private static BlockFault? FaultOf(BlockPlace place) =>
        place.Channels % Ratio != 0
            ? new BlockFault(
                Rule.LayerFit, $"passes a quarter of {Phrases.Count(place.Channels, "channel")}",
                "expected a multiple of 4: change the channels", BlockCause.Channels)
        : place.Channels < place.Input.Channels
            ? new BlockFault(
                Rule.LayerFit, $"would narrow {place.Input.Channels} channels to {place.Channels}, and its shortcut can only add some",
                "expected at least as many as before it", BlockCause.Channels)
        : null;
}
