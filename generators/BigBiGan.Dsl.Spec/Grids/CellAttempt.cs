using BigBiGan.Dsl.Spec.Compilation;
using BigBiGan.Dsl.Spec.Diagnostics;
using BigBiGan.Dsl.Spec.GridSchema;
using BigBiGan.Dsl.Spec.Model;
using BigBiGan.Dsl.Spec.Resolution;
using BigBiGan.Dsl.Spec.Schema;
using BigBiGan.Dsl.Spec.Text;
using BigBiGan.Dsl.Spec.Yaml;

namespace BigBiGan.Dsl.Spec.Grids;

/// <summary>A variant with values of axes over it, compiled as a spec is.</summary>
/// <param name="Assignments">Those that the variant reads.</param>
/// <param name="Variant">Null where there are problems.</param>
/// <param name="Problems">With places of a spec where an axis gave the key, else at its name.</param>
internal sealed record CellAttempt(GridBase Base, IReadOnlyList<Assignment> Assignments, ResolvedTree Tree, Variant? Variant, EquatableArray<Problem> Problems)
{
    /// <summary>Values for which the variant has no effect are left out, so that cells which differ in nothing else become one.</summary>
    public static CellAttempt Of(GridBase of, IReadOnlyList<Assignment> assignments, string file, CellNames names)
    {
        while (true)
        {
            var attempt = Try(of, assignments, file, names);
            var read = attempt.Assignments
                .Where(one => !attempt.Problems.Any(problem => problem.Rule == Rule.UnusedKey && KeyPath.IsAtOrBelow(one.Path, problem.Place.Path)))
                .ToList();
            if (read.Count == attempt.Assignments.Count)
            {
                return attempt;
            }

            assignments = read;
        }
    }

    /// <summary>Groups before the keys inside them; a key inside what is `none` has no effect.</summary>
    public static ResolvedTree Over(GridBase of, IReadOnlyCollection<Assignment> assignments, string file, Findings findings) =>
        Merged(of, assignments, file, findings).Tree;

    /// <summary>The assignment that a problem comes from: that of its key, else the last one without which it is gone.</summary>
    public (string Place, string Suffix) BlamedAxis(Problem problem)
    {
        var path = problem.Place.Path;
        if (Assignments.FirstOrDefault(one => KeyPath.IsAtOrBelow(path, one.Path)) is { } own)
        {
            return (own.Place, path.Substring(own.Path.Length));
        }

        var culprit = Assignments.FirstOrDefault(one => KeyPath.IsAtOrBelow(one.Path, path))
            ?? Assignments.Reverse().FirstOrDefault(one =>
                !Try(Base, [.. Assignments.Where(other => other != one)], problem.File, null).Problems
                    .Any(other => other.Rule == problem.Rule && other.Message == problem.Message))
            ?? Assignments[Assignments.Count - 1];
        return (culprit.Place, "");
    }

    private static CellAttempt Try(GridBase of, IReadOnlyList<Assignment> assignments, string file, CellNames? names)
    {
        var findings = new Findings(file);
        var (tree, kept) = Merged(of, assignments, file, findings);
        if (kept.Count == 0)
        {
            return new CellAttempt(of, kept, tree, of.Variant, EquatableArray<Problem>.Empty);
        }

        var own = new FileKeys(BasePath.WithoutEnding(file), "Cell", of.Variant.Summary, of.Source.Path, null);
        var variant = SpecCompiler.CompileCell(own, tree, findings);
        findings.Take(problem => problem.Place.Path == SpecKeys.Variant.Path && of.Spec.Says(problem)); // told in the variant's own file
        if (variant is not null && names is not null)
        {
            variant = names.Named(variant, of.Variant, kept);
        }

        return new CellAttempt(of, kept, tree, variant, findings.ToArray());
    }

    private static (ResolvedTree Tree, IReadOnlyList<Assignment> Kept) Merged(
        GridBase of, IReadOnlyCollection<Assignment> assignments, string file, Findings findings)
    {
        var root = of.Tree;
        var kept = new HashSet<Assignment>();
        foreach (var one in assignments.OrderBy(one => one.Path.Count(letter => letter == '.')))
        {
            var tree = new ResolvedTree(root, file);
            if (!Above(one.Path).Any(path => tree.Find(path) is ScalarNode))
            {
                root = Merge.Over(root, Nested(one.Path.Split('.'), one.Value, file), KeyPath.Root, findings);
                kept.Add(one);
            }
        }

        return (new ResolvedTree(root, file, layers: of.Layers), [.. assignments.Where(kept.Contains)]);
    }

    private static IEnumerable<string> Above(string path)
    {
        for (var parent = KeyPath.Parent(path); parent.Length > 0; parent = KeyPath.Parent(parent))
        {
            yield return parent;
        }
    }

    private static MappingNode Nested(string[] segments, SpecNode value, string file) =>
        (MappingNode)segments.Reverse().Aggregate(value, (inner, name) => new MappingNode(EquatableArray.Of(new KeyValue(name, inner)), file));
}
