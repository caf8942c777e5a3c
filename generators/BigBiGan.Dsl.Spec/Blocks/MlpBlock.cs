using BigBiGan.Dsl.Spec.Layers;

namespace BigBiGan.Dsl.Spec.Blocks;

/// <summary>Two linear layers of <paramref name="Width"/> and a skip, which is linear where the width changes.</summary>
/// <param name="Spectral">With spectral norm (H and J), or without (the encoder's head).</param>
public sealed record MlpBlock(int Input, int Width, bool PreActivation, bool Spectral) : Block
{
    internal override string Class => Library + (Spectral ? "Blocks.SpectralMlpBlock" : "Blocks.MlpBlock");

    internal override string Arguments => $"{Input}, {Width}, preActivation: {Literal(PreActivation)}";

    internal override string Caption => "residual, linear";

    internal override Shape Plan(Shape input, LayerPlanBuilder layers)
    {
        layers.Linear("linear1", Input, Width, Spectral);
        var output = layers.Linear("linear2", Width, Width, Spectral);
        if (Input != Width)
        {
            layers.Linear("skip", Input, Width, Spectral);
        }

        return output;
    }
}
