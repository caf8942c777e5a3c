using BigBiGan.Dsl.Spec.Canonical;
using BigBiGan.Dsl.Spec.Resolution;
using BigBiGan.Dsl.Spec.Schema;
using BigBiGan.Dsl.Spec.Text;
using BigBiGan.Dsl.Spec.Workspace;
using BigBiGan.Dsl.Spec.Yaml;

namespace BigBiGan.Dsl.Spec.Comparison;

/// <summary>A key that means something else in the second variant.</summary>
/// <param name="Path">Of the spec: <c>encoder.head.layers</c>.</param>
/// <param name="Before">Null where the first variant has no effect for the key.</param>
/// <param name="After">Null where the second has none.</param>
public sealed record KeyDifference(string Path, KeyValueOrigin? Before, KeyValueOrigin? After)
{
    /// <summary>
    /// Values are compared as the code reads them, so that 500k is 500000 and a default that is written out no difference;
    /// in the order of the keys' table.
    /// </summary>
    internal static EquatableArray<KeyDifference> Between(CompiledFile before, CompiledFile after)
    {
        var (first, second) = (Values(before), Values(after));
        return SpecKeys.All
            .Select(key => new KeyDifference(key.Path, Find(key, first), Find(key, second)))
            .Where(difference => difference.Before?.Value != difference.After?.Value)
            .ToEquatableArray();
    }

    private static KeyValueOrigin? Find(Key key, IReadOnlyDictionary<string, KeyValueOrigin> values) =>
        values.TryGetValue(key.Path, out var value) ? value : null;

    private static Dictionary<string, KeyValueOrigin> Values(CompiledFile spec)
    {
        var tree = new ResolvedTree(Merge.Chain(spec.Chain.Files), spec.Path);
        var values = VariantText.Of(spec.Compiled.Variant!)
            .ToDictionary(line => line.Key.Path, line => new KeyValueOrigin(line.Value, tree.Find(line.Key)?.File), StringComparer.Ordinal);

        // A group that has a word of its own (`encoder: none`) is a value, too.
        foreach (var key in SpecKeys.All.Where(key => !values.ContainsKey(key.Path) && tree.Find(key) is MappingNode))
        {
            values.Add(key.Path, new KeyValueOrigin("{ … }", tree.Find(key)!.File));
        }

        return values;
    }
}

/// <param name="Value">In its canonical spelling.</param>
/// <param name="File">The spec that gave it, with ending; null where it is the default.</param>
public sealed record KeyValueOrigin(string Value, string? File);
