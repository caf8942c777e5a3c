using BigBiGan.Dsl.Spec.Layers;

namespace BigBiGan.Dsl.Spec.Blocks;

/// <summary>(x1, x2) -> (x2, x1 + B(x2)) on halves of <paramref name="Channels"/>.</summary>
public sealed record ReversibleUnit(int Channels, int Middle) : Block
{
    internal override string Class => Library + "Blocks.ReversibleUnit";

    internal override string Arguments => $"{Channels}, {Middle}";

    internal override string Caption => "reversible unit";

    internal override bool IsReversible => true;

    internal override bool MixesBatch => true;

    internal override Shape Plan(Shape input, LayerPlanBuilder layers)
    {
        var half = Shape.Image(Channels / 2, input.Height);
        Bottleneck.Path(Middle, half.Channels, 1, half, "residual.", layers);
        return input;
    }
}
