using BigBiGan.Dsl.Spec.Layers;

namespace BigBiGan.Dsl.Spec.Blocks;

/// <summary>The encoder's first convolution, without norm or bias.</summary>
public sealed record Stem(int Colours, int Channels, StemKind Kind) : Block
{
    internal override string Class => Library + "Blocks.Stem";

    internal override string Arguments => $"{Colours}, {Channels}, global::{Library}Blocks.StemKind.{Kind}";

    internal override string Caption => Kind == StemKind.Small ? "conv 3x3" : "conv 7x7 stride 2, pool";

    internal override Shape Plan(Shape input, LayerPlanBuilder layers)
    {
        var small = Kind == StemKind.Small;
        var convolved = layers.Conv("conv", input, Channels, small ? 3 : 7, spectral: false, bias: false, stride: small ? 1 : 2);
        return small ? convolved : Shape.Image(Channels, (convolved.Height + 1) / 2); // 3x3 max pool of stride 2
    }
}

public enum StemKind
{
    /// <summary>7x7 stride 2 and 3x3 stride 2 max pool.</summary>
    ImageNet,

    /// <summary>3x3 stride 1, no pool: for images of 32 to 64 px.</summary>
    Small,
}
