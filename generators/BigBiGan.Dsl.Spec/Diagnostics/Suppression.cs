using BigBiGan.Dsl.Spec.Text;

namespace BigBiGan.Dsl.Spec.Diagnostics;

/// <summary>A comment that allows a problem in one line. It names keys, not the line, so that it stays equal when the line only moves.</summary>
/// <param name="Rule">One that <see cref="Rule.CanBeAllowed"/>.</param>
/// <param name="Paths">Whose key or value begins in that line.</param>
/// <param name="Place">Of the comment itself.</param>
public sealed record Suppression(Rule Rule, EquatableArray<string> Paths, NodeLocation Place)
{
    public bool Covers(Problem problem) => problem.Rule == Rule && Paths.Contains(problem.Place.Path);
}
