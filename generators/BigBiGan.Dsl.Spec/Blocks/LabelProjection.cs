using BigBiGan.Dsl.Spec.Layers;

namespace BigBiGan.Dsl.Spec.Blocks;

/// <summary>The projection head: &lt;V[y], f&gt; with spectral norm on V. [N, Features], labels -> [N, 1]</summary>
public sealed record LabelProjection(int Classes, int Features) : Block
{
    internal override string Class => Library + "Layers.LabelProjection";

    internal override string Arguments => $"{Classes}, {Features}";

    internal override bool TakesLabels => true;

    internal override Shape Plan(Shape input, LayerPlanBuilder layers) =>
        layers.Add("", "spectral projection on labels", input, Shape.Features(1), (long)Classes * Features, Features, Classes, Features);
}
