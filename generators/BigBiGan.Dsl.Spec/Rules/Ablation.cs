using BigBiGan.Dsl.Spec.Resolution;
using BigBiGan.Dsl.Spec.Schema;
using BigBiGan.Dsl.Spec.Yaml;

namespace BigBiGan.Dsl.Spec.Rules;

/// <summary>The one-change rule: a variant that <c>ablates</c> a key differs from its base there and nowhere else.</summary>
internal static class Ablation
{
    /// <param name="ablated">The key or group that the variant is about.</param>
    /// <param name="tree">The variant's merged tree.</param>
    /// <param name="parent">Its base's merged tree.</param>
    /// <param name="isSound">Whether a merged tree is a variant without problems.</param>
    /// <param name="findings">Of the variant.</param>
    public static void Check(string ablated, ResolvedTree tree, ResolvedTree parent, Func<ResolvedTree, bool> isSound, VariantFindings findings)
    {
        var moved = SpecKeys.All.Where(key => key.Presence != Presence.OwnFile && Value(key, tree) != Value(key, parent)).ToList();
        if (!moved.Any(key => KeyPath.IsAtOrBelow(key.Path, ablated)))
        {
            findings.AtPath(Rule.NoChange, SpecKeys.Ablates.Path, $"`ablates` is `{ablated}`, but nothing there differs from the base{Elsewhere(moved, tree, parent)}");
            return;
        }

        // What the ablation itself forces is part of it: without E the scores of z cannot stay, and a larger image may need another latent size.
        var stray = moved.Where(key => !KeyPath.IsAtOrBelow(key.Path, ablated) && isSound(Reverted(tree, parent, key))).ToList();
        if (stray.Count > 0)
        {
            findings.AtPath(Rule.OneChange, SpecKeys.Ablates.Path, $"`ablates` is `{ablated}`{Elsewhere(stray, tree, parent)}; expected one change: undo the rest, or widen `ablates`");
        }
    }

    private static string Elsewhere(IReadOnlyList<Key> moved, ResolvedTree tree, ResolvedTree parent) => moved.Count == 0
        ? ""
        : ", but " + Words.And(moved.Select(key => $"`{key.Path}` moved from {Value(key, parent) ?? "nothing"} to {Value(key, tree) ?? "nothing"}"));

    /// <summary>The canonical value, so that 500k is no change from 500000 nor a written default from an absent key.</summary>
    private static string? Value(Key key, ResolvedTree tree) => tree.Find(key) switch
    {
        null when key.Path != SpecKeys.Encoder.Path && KeyPath.IsAtOrBelow(key.Path, SpecKeys.Encoder.Path) && !tree.HasEncoder => null,
        null => key.DefaultText,
        MappingNode => "given",
        var node => key.Shape.Canonical(node),
    };

    private static ResolvedTree Reverted(ResolvedTree tree, ResolvedTree parent, Key key) =>
        new(With(tree.Root, key.Segments, 0, parent.Find(key)), tree.OwnFile);

    private static MappingNode With(MappingNode mapping, string[] segments, int depth, SpecNode? value)
    {
        var name = segments[depth];
        if (depth < segments.Length - 1)
        {
            value = With(mapping[name] as MappingNode ?? new MappingNode(EquatableArray<KeyValue>.Empty, mapping.File), segments, depth + 1, value);
        }

        var entries = mapping.Entries.Where(entry => entry.Key != name).ToList();
        if (value is not null)
        {
            entries.Add(new KeyValue(name, value));
        }

        return mapping with { Entries = entries.ToEquatableArray() };
    }
}
