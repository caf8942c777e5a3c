using BigBiGan.Dsl.Spec.Layers;

namespace BigBiGan.Dsl.Spec.Blocks;

/// <summary>G's residual block (BigGAN, figure 15).</summary>
/// <param name="Condition">The width of a latent chunk joined to the shared row.</param>
public sealed record GeneratorBlock(int Input, int Output, int Condition, bool Upsample) : Block
{
    /// <summary>Doubles the size.</summary>
    internal static BlockKind Up { get; } = new("up", BlockHosts.Generator, BlockForm.Multiplier, place => Of(place, upsample: true))
    {
        IsResidual = true,
        Resize = Resize.Double,
    };

    /// <summary>Keeps the size.</summary>
    internal static BlockKind Same { get; } = new("same", BlockHosts.Generator, BlockForm.Multiplier, place => Of(place, upsample: false))
    {
        IsResidual = true,
    };

    internal override string Class => Library + "Blocks.GeneratorBlock";

    internal override string Arguments => $"{Input}, {Output}, condition: {Condition}, upsample: {Literal(Upsample)}";

    internal override string Caption => Upsample ? "residual, up" : "residual";

    internal override bool TakesCondition => true;

    internal override bool MixesBatch => true;

    internal override Shape Plan(Shape input, LayerPlanBuilder layers)
    {
        var large = Shape.Image(Input, Upsample ? 2 * input.Height : input.Height);
        layers.ConditionalNorm("norm1", input, Condition);
        var hidden = layers.Conv("conv1", large, Output, 3, spectral: true, bias: true, saved: input.Elements); // merged with the upsampling
        layers.ConditionalNorm("norm2", hidden, Condition);
        var output = layers.Conv("conv2", hidden, Output, 3, spectral: true, bias: true);
        if (Upsample || Input != Output)
        {
            layers.Conv("shortcut", large, Output, 1, spectral: true, bias: true, saved: 0); // norm1 keeps the input already
        }

        return output;
    }

    private static GeneratorBlock Of(BlockPlace place, bool upsample) => new(place.Input.Channels, place.Channels, place.Condition, upsample);
}
