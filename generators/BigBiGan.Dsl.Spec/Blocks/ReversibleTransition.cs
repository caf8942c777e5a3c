using BigBiGan.Dsl.Spec.Layers;

namespace BigBiGan.Dsl.Spec.Blocks;

/// <summary>2x2 average pool and zero channels, half on each side. No parameters.</summary>
public sealed record ReversibleTransition(int Input, int Output) : Block
{
    internal override string Class => Library + "Blocks.ReversibleTransition";

    internal override string Arguments => $"{Input}, {Output}";

    internal override string Caption => "pool, zero channels";

    internal override Shape Plan(Shape input, LayerPlanBuilder layers) =>
        layers.Add("", "average pool 2x2, zero channels", input, Shape.Image(Output, input.Height / 2), 0, 0);
}
