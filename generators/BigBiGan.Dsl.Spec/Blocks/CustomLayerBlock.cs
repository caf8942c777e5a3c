using BigBiGan.Dsl.Spec.Diagnostics;
using BigBiGan.Dsl.Spec.Layers;
using BigBiGan.Dsl.Spec.Text;

namespace BigBiGan.Dsl.Spec.Blocks;

/// <summary>A layer of the user's own, by the promises of its file.</summary>
/// <param name="Output">By the layer's shape rule.</param>
public sealed record CustomLayerBlock(CustomLayer Layer, LayerPlace Place, Shape Output) : Block
{
    internal static BlockKind Kind { get; } = new("layer", BlockHosts.Both, BlockForm.Layer, Of)
    {
        Member = spec => $"{Identifiers.Pascal(spec.Layer!.Name.Split('-'))}Layer",
        Shape = place => Used(place).Output(At(place)),
        Fault = FaultOf,
    };

    internal override string Class => Layer.Class;

    internal override string Arguments => $"channels: {Place.Channels}, size: {Place.Size}{(Place.Argument is { } argument ? $", argument: {argument}" : "")}";

    internal override string Caption => Layer.Name;

    internal override bool MixesBatch => true; // its file promises nothing of it

    internal override Shape Plan(Shape input, LayerPlanBuilder layers)
    {
        return layers.Add("", Layer.Name, input, Output, Cost(Layer.Parameters), Cost(Layer.MultiplyAdds), Cost(Layer.Buffers), Cost(Layer.SavedActivations));

        long Cost(Formula formula) => formula.At(Place, out _)!.Value;
    }

    private static CustomLayer Used(BlockPlace place) => place.Spec.Layer!.Spec!;

    private static LayerPlace At(BlockPlace place) => place.Spec.Layer!.Behind(place.Input);

    private static CustomLayerBlock Of(BlockPlace place) => new(Used(place), At(place), Used(place).Output(At(place))!.Value);

    private static BlockFault? FaultOf(BlockPlace place) => Used(place).Fault(At(place)) is { } fault ? new BlockFault(Rule.LayerFit, fault) : null;
}
