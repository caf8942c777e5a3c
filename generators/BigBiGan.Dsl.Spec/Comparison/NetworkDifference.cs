using BigBiGan.Dsl.Spec.Planning;
using BigBiGan.Dsl.Spec.Text;

namespace BigBiGan.Dsl.Spec.Comparison;

/// <summary>One network of two variants; also where nothing in it differs.</summary>
/// <param name="Role">Which network it is.</param>
/// <param name="Parameters">0 where a variant has no such network.</param>
/// <param name="MultiplyAdds">Per image.</param>
/// <param name="Layers">Those that differ, in the order of the second network; a removed one stands where it stood.</param>
public sealed record NetworkDifference(NetworkRole Role, Change Parameters, Change MultiplyAdds, EquatableArray<LayerDifference> Layers)
{
    internal static NetworkDifference Between(NetworkRole role, NetworkPlan? before, NetworkPlan? after) => new(
        role,
        new Change(before?.Parameters ?? 0, after?.Parameters ?? 0),
        new Change(before?.MultiplyAdds ?? 0, after?.MultiplyAdds ?? 0),
        LayerDifference.Between(before, after));
}
