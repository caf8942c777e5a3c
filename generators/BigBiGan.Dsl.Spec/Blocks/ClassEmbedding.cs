using BigBiGan.Dsl.Spec.Layers;

namespace BigBiGan.Dsl.Spec.Blocks;

/// <summary>One learned row per class, which joins z, or every chunk of it. [N, a], labels -> [N, a + Size]</summary>
public sealed record ClassEmbedding(int Classes, int Size) : Block
{
    internal override string Class => Library + "Layers.ClassEmbedding";

    internal override string Arguments => $"{Classes}, {Size}";

    internal override string Caption => "row per class for every chunk";

    internal override bool TakesLabels => true;

    internal override bool IsSideInput => true;

    internal override Shape Plan(Shape input, LayerPlanBuilder layers) =>
        layers.Add("", "row per class", input, Shape.Features(input.Channels + Size), (long)Classes * Size, 0);
}
