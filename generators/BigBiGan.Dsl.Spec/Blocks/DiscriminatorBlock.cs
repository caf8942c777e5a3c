using BigBiGan.Dsl.Spec.Layers;

namespace BigBiGan.Dsl.Spec.Blocks;

/// <summary>F's residual block (BigGAN, figure 15).</summary>
public sealed record DiscriminatorBlock(int Input, int Output, DiscriminatorBlockKind Kind) : Block
{
    /// <summary>Halves the size.</summary>
    internal static BlockKind Down { get; } = new(
        "down", BlockHosts.Trunk, BlockForm.Multiplier, place => Of(place, place.IsFirst ? DiscriminatorBlockKind.First : DiscriminatorBlockKind.Down))
    {
        IsResidual = true,
        Resize = Resize.Halve,
    };

    /// <summary>Keeps the size.</summary>
    internal static BlockKind Same { get; } = new("same", BlockHosts.Trunk, BlockForm.Multiplier, place => Of(place, DiscriminatorBlockKind.Same))
    {
        IsResidual = true,
    };

    internal override string Class => Library + "Blocks.DiscriminatorBlock";

    internal override string Arguments => $"{Input}, {Output}, global::{Library}Blocks.DiscriminatorBlockKind.{Kind}";

    internal override string Caption => Kind == DiscriminatorBlockKind.Same ? "residual" : "residual, down";

    internal override Shape Plan(Shape input, LayerPlanBuilder layers)
    {
        var hidden = layers.Conv("conv1", input, Output, 3, spectral: true, bias: true);
        layers.Conv("conv2", hidden, Output, 3, spectral: true, bias: true);
        if (Kind == DiscriminatorBlockKind.Same)
        {
            if (Input != Output)
            {
                layers.Conv("shortcut", input, Output, 1, spectral: true, bias: true);
            }

            return hidden;
        }

        // The first block pools before its shortcut, the others after it.
        var output = Shape.Image(Output, input.Height / 2);
        layers.Conv(
            "shortcut", Kind == DiscriminatorBlockKind.First ? Shape.Image(Input, output.Height) : input, Output, 1, spectral: true, bias: true,
            saved: (long)Input * output.Height * output.Width); // of the pooled input
        return output;
    }

    private static DiscriminatorBlock Of(BlockPlace place, DiscriminatorBlockKind kind) => new(place.Input.Channels, place.Channels, kind);
}

public enum DiscriminatorBlockKind
{
    /// <summary>No pre-activation; pools before its shortcut.</summary>
    First,

    /// <summary>Halves the size.</summary>
    Down,

    /// <summary>Keeps the size.</summary>
    Same,
}
