using BigBiGan.Dsl.Spec.Layers;
using BigBiGan.Dsl.Spec.Planning;
using BigBiGan.Dsl.Spec.Text;

namespace BigBiGan.Dsl.Spec.Comparison;

/// <summary>A layer of one state name in two networks.</summary>
/// <param name="Module">The module that it is part of, by its state name: <c>block3</c>.</param>
/// <param name="Before">Null where the layer was added.</param>
/// <param name="After">Null where it was removed.</param>
public sealed record LayerDifference(string Module, LayerPlan? Before, LayerPlan? After)
{
    /// <summary>Its state name inside the network: <c>block3.conv1</c>.</summary>
    public string Name => (After ?? Before)!.Name;

    internal static EquatableArray<LayerDifference> Between(NetworkPlan? before, NetworkPlan? after)
    {
        var (first, second) = (Layers(before), Layers(after));
        var known = first.ToDictionary(layer => layer.Name, StringComparer.Ordinal);
        var kept = new HashSet<string>(second.Select(layer => layer.Name), StringComparer.Ordinal);
        var differences = new List<LayerDifference>();
        var passed = 0;
        foreach (var layer in second)
        {
            if (known.TryGetValue(layer.Name, out var old))
            {
                // what was removed before this layer is told before it
                for (; passed < first.Count && first[passed].Name != layer.Name && !kept.Contains(first[passed].Name); passed++)
                {
                    differences.Add(Of(first[passed], null));
                }

                passed += passed < first.Count && first[passed].Name == layer.Name ? 1 : 0;
            }

            if (old is null || !LooksAlike(old, layer))
            {
                differences.Add(Of(old, layer));
            }
        }

        var told = new HashSet<string>(differences.Select(difference => difference.Name), StringComparer.Ordinal);
        differences.AddRange(first.Where(layer => !kept.Contains(layer.Name) && !told.Contains(layer.Name)).Select(layer => Of(layer, null)));
        return differences.ToEquatableArray();
    }

    private static LayerDifference Of(LayerPlan? before, LayerPlan? after)
    {
        var name = (after ?? before)!.Name;
        var dot = name.IndexOf('.');
        return new LayerDifference(dot < 0 ? name : name.Substring(0, dot), before, after);
    }

    private static List<LayerPlan> Layers(NetworkPlan? network) => network is null ? [] : [.. network.Modules.SelectMany(module => module.Layers)];

    /// <summary>In what people are shown; buffers and kept numbers follow from it.</summary>
    private static bool LooksAlike(LayerPlan one, LayerPlan other) =>
        (one.Operation, one.Input, one.Output, one.Parameters, one.MultiplyAdds)
            == (other.Operation, other.Input, other.Output, other.Parameters, other.MultiplyAdds);
}
