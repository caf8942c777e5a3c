using BigBiGan.Dsl.Spec.Diagnostics;
using BigBiGan.Dsl.Spec.Text;

namespace BigBiGan.Dsl.Spec.Resolution;

/// <summary>A spec with everything that it inherits: all that its compilation depends on.</summary>
/// <param name="Files">From the spec itself to its root; never empty.</param>
/// <param name="Problems">What is wrong with the way to the root, in the spec's own file.</param>
/// <param name="Complete">Whether the last file is the root: false where a base is missing or the chain runs in a circle.</param>
public sealed record SpecChain(EquatableArray<SpecFile> Files, EquatableArray<Problem> Problems, bool Complete)
{
    public SpecFile Own => Files[0];

    /// <summary>The layers that these files name, and those that a grid gives the variant; each once.</summary>
    public EquatableArray<SpecFile> Layers { get; init; }
}
