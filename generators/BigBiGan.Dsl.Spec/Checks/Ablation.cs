using BigBiGan.Dsl.Spec.Diagnostics;
using BigBiGan.Dsl.Spec.Resolution;
using BigBiGan.Dsl.Spec.Schema;
using BigBiGan.Dsl.Spec.Text;
using BigBiGan.Dsl.Spec.Yaml;

namespace BigBiGan.Dsl.Spec.Checks;

/// <summary>The one-change rule: a variant that <c>ablates</c> a key differs from its base there and nowhere else.</summary>
internal static class Ablation
{
    /// <param name="ablated">The key or group that the variant is about.</param>
    /// <param name="tree">The variant's merged tree.</param>
    /// <param name="parent">Its base's merged tree.</param>
    /// <param name="isSound">Whether a merged tree is a variant without problems.</param>
    /// <param name="effect">What all that moved comes to, to be said behind it.</param>
    /// <param name="findings">Of the variant.</param>
    public static void Check(
        string ablated, ResolvedTree tree, ResolvedTree parent, Func<ResolvedTree, bool> isSound, Func<string> effect, VariantFindings findings)
    {
        var moved = SpecKeys.All.Where(key => key.Presence != Presence.OwnFile && Moved(key, tree, parent)).ToList();
        if (!moved.Any(key => KeyPath.IsAtOrBelow(key.Path, ablated)))
        {
            findings.AtPath(
                Rule.NoChange,
                SpecKeys.Ablates.Path,
                $"`ablates` is `{ablated}`, but nothing there differs from the base{Elsewhere("; ", moved, tree, parent)}{(moved.Count > 0 ? effect() : "")}");
            return;
        }

        var unforced = Unforced([.. moved.Where(key => !KeyPath.IsAtOrBelow(key.Path, ablated))], tree, parent, isSound);
        if (unforced.Count > 0)
        {
            findings.AtPath(
                Rule.OneChange,
                SpecKeys.Ablates.Path,
                $"`ablates` is `{ablated}`{Elsewhere(", but ", unforced, tree, parent)}; expected one change: undo the rest, or widen `ablates`{effect()}");
        }
    }

    /// <summary>
    /// The keys that could be put back. What the ablation itself forces is part of it: without E the scores of z cannot stay,
    /// and a larger image may need another latent size.
    /// </summary>
    private static IReadOnlyList<Key> Unforced(IReadOnlyList<Key> stray, ResolvedTree tree, ResolvedTree parent, Func<ResolvedTree, bool> isSound)
    {
        if (stray.Count == 0 || isSound(Reverted(tree, parent, stray)))
        {
            return stray;
        }

        // One by one, then two by two: a prior and its posterior only go back together.
        var unforced = new List<Key>();
        var together = stray.Select(key => new[] { key }).Concat(stray.SelectMany((one, i) => stray.Skip(i + 1).Select(other => new[] { one, other })));
        foreach (var keys in together.Where(keys => !keys.Any(unforced.Contains)))
        {
            if (isSound(Reverted(tree, parent, unforced.Concat(keys))))
            {
                unforced.AddRange(keys);
            }
        }

        return [.. stray.Where(unforced.Contains)];
    }

    /// <summary>E's image, which follows the image size where it is not written, moves only by itself.</summary>
    private static bool Moved(Key key, ResolvedTree tree, ResolvedTree parent) =>
        !ReferenceEquals(tree.Find(key), parent.Find(key)) // an inherited node is the same object
        && Value(key, tree) != Value(key, parent)
        && (key != SpecKeys.EncoderImage || EncoderImage(tree) != EncoderImage(parent));

    private static string? EncoderImage(ResolvedTree tree) =>
        Value(tree.Find(SpecKeys.EncoderImage) is null && tree.HasEncoder ? SpecKeys.ImageSize : SpecKeys.EncoderImage, tree);

    private static string Elsewhere(string join, IReadOnlyList<Key> moved, ResolvedTree tree, ResolvedTree parent) => moved.Count == 0
        ? ""
        : join + Phrases.And(moved.Select(key => $"`{key.Path}` moved from {Quoted(key, parent)} to {Quoted(key, tree)}"));

    private static string Quoted(Key key, ResolvedTree tree) => Value(key, tree) is { } value ? $"`{value}`{tree.Given(key.Path)}" : "nothing";

    private static string? Value(Key key, ResolvedTree tree) => tree.Text(key);

    /// <summary>From the last key to the first, so that a whole <c>encoder</c> comes after its keys.</summary>
    private static ResolvedTree Reverted(ResolvedTree tree, ResolvedTree parent, IEnumerable<Key> keys) =>
        new(
            keys.OrderByDescending(key => key.Path, StringComparer.Ordinal).Aggregate(tree.Root, (root, key) => With(root, key.Segments, 0, parent.Find(key))),
            tree.OwnFile, tree.Chain, tree.Layers);

    private static MappingNode With(MappingNode mapping, string[] segments, int depth, SpecNode? value)
    {
        var name = segments[depth];
        if (depth < segments.Length - 1)
        {
            var inner = mapping[name] as MappingNode ?? new MappingNode(EquatableArray<KeyValue>.Empty, mapping.File);
            value = With(inner, segments, depth + 1, value) is { Entries.Count: > 0 } filled ? filled : null;
        }

        var entries = mapping.Entries.Where(entry => entry.Key != name).ToList();
        if (value is not null)
        {
            entries.Add(new KeyValue(name, value));
        }

        return mapping with { Entries = entries.ToEquatableArray() };
    }
}
