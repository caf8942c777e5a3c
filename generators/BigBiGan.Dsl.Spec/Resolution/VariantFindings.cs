using BigBiGan.Dsl.Spec.Diagnostics;
using BigBiGan.Dsl.Spec.Schema;

namespace BigBiGan.Dsl.Spec.Resolution;

/// <summary>Problems of a resolved variant. They are shown in its own file: at the first key concerned that stands there, else at its name.</summary>
internal sealed class VariantFindings(ResolvedTree tree, Findings findings)
{
    public ResolvedTree Tree => tree;

    public int Count => findings.Count;

    public bool IsSound => findings.IsSound;

    /// <param name="rule">The kind of problem.</param>
    /// <param name="message">With each key quoted by <see cref="ResolvedTree.Says"/>.</param>
    /// <param name="keys">The keys concerned, the likeliest culprit first.</param>
    public void Add(Rule rule, string message, params Key[] keys)
    {
        var place = keys.FirstOrDefault(key => tree.IsOwn(key.Path)) ?? SpecKeys.Variant;
        findings.AtValue(rule, place.Path, message, keys.Length > 0 ? keys[0].Path : null);
    }

    /// <summary>A problem of a group or of the variant as a whole.</summary>
    public void AtPath(Rule rule, string path, string message) =>
        findings.AtValue(rule, tree.IsOwn(path) || SpecKeys.Find(path)?.Presence == Presence.OwnFile ? path : SpecKeys.Variant.Path, message, path);
}
