using BigBiGan.Dsl.Spec.Layers;

namespace BigBiGan.Dsl.Spec.Blocks;

/// <summary>A linear layer.</summary>
public sealed record Linear(int Input, int Output, bool Bias = true) : Block
{
    internal override string Class => Library + "Layers.Linear";

    internal override string Arguments => Bias ? $"{Input}, {Output}" : $"{Input}, {Output}, bias: false";

    internal override Shape Plan(Shape input, LayerPlanBuilder layers) =>
        Bias ? layers.Linear("", Input, Output, spectral: false) : layers.PlainLinear("", Input, Output);
}
