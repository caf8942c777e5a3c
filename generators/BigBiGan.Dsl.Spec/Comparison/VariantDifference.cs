using BigBiGan.Dsl.Spec.Planning;
using BigBiGan.Dsl.Spec.Text;
using BigBiGan.Dsl.Spec.Workspace;

namespace BigBiGan.Dsl.Spec.Comparison;

/// <summary>
/// What is different about a variant: its keys, and what follows from them.
/// Names, summaries, <c>extends</c> and <c>ablates</c> are none of it.
/// </summary>
/// <param name="Before">The path of the first variant without ending: <c>small/fashion</c>.</param>
/// <param name="After">The path of the second; the same one where two revisions are compared.</param>
/// <param name="Keys">Those that moved.</param>
/// <param name="Networks">Every network that one of the two has: G, E, F, H, J, scores.</param>
public sealed record VariantDifference(string Before, string After, EquatableArray<KeyDifference> Keys, EquatableArray<NetworkDifference> Networks)
{
    public bool IsNone => Keys.Count == 0;

    /// <summary>Of all networks.</summary>
    public Change Parameters => new(Networks.Sum(network => network.Parameters.Before), Networks.Sum(network => network.Parameters.After));

    /// <summary>Of one image through all networks.</summary>
    public Change MultiplyAdds => new(Networks.Sum(network => network.MultiplyAdds.Before), Networks.Sum(network => network.MultiplyAdds.After));

    /// <param name="before">A variant without problems.</param>
    /// <param name="after">A variant without problems.</param>
    public static VariantDifference Between(CompiledFile before, CompiledFile after)
    {
        var (first, second) = (before.Compiled, after.Compiled);
        return new VariantDifference(
            first.Variant!.Path,
            second.Variant!.Path,
            KeyDifference.Between(before, after),
            Roles(first.Plan!, second.Plan!)
                .Select(role => NetworkDifference.Between(role, first.Plan!.Find(role), second.Plan!.Find(role)))
                .ToEquatableArray());
    }

    private static IEnumerable<NetworkRole> Roles(VariantPlan first, VariantPlan second) =>
        first.Networks.Concat(second.Networks).Select(network => network.Role).Distinct().OrderBy(role => role);
}
