using BigBiGan.Dsl.Spec.Layers;

namespace BigBiGan.Dsl.Spec.Blocks;

/// <summary>The one learned row that joins z, or every chunk of it (the "single label"). [N, a] -> [N, a + Size].</summary>
public sealed record SharedEmbedding(int Size) : Block
{
    internal override string Class => Library + "Layers.SharedEmbedding";

    internal override string Arguments => $"{Size}";

    internal override string Caption => "row for every chunk of z";

    internal override bool IsSideInput => true;

    internal override Shape Plan(Shape input, LayerPlanBuilder layers) =>
        layers.Add("", "shared row", input, Shape.Features(input.Channels + Size), Size, 0);
}
