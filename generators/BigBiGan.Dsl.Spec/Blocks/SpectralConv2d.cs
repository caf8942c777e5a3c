using BigBiGan.Dsl.Spec.Layers;

namespace BigBiGan.Dsl.Spec.Blocks;

/// <summary>A stride-1, same-size convolution with spectral norm and bias.</summary>
public sealed record SpectralConv2d(int Input, int Output, int Kernel) : Block
{
    /// <summary>A 3x3 convolution to begin with, as F of BigGAN-deep does.</summary>
    internal static BlockKind Kind { get; } = new(
        "conv", BlockHosts.Trunk, BlockForm.Multiplier, place => new SpectralConv2d(place.Input.Channels, place.Channels, Kernel: 3))
    {
        IsPlainAlone = true,
        Member = _ => "Conv",
    };

    internal override string Class => Library + "Layers.SpectralConv2d";

    internal override string Arguments => $"{Input}, {Output}, kernel: {Kernel}";

    internal override Shape Plan(Shape input, LayerPlanBuilder layers) => layers.Conv("", input, Output, Kernel, spectral: true, bias: true);
}
