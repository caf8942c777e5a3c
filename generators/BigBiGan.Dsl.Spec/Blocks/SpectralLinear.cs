using BigBiGan.Dsl.Spec.Layers;

namespace BigBiGan.Dsl.Spec.Blocks;

/// <summary>A linear layer with spectral norm and bias.</summary>
public sealed record SpectralLinear(int Input, int Output) : Block
{
    internal override string Class => Library + "Layers.SpectralLinear";

    internal override string Arguments => $"{Input}, {Output}";

    internal override Shape Plan(Shape input, LayerPlanBuilder layers) => layers.Linear("", Input, Output, spectral: true);
}
