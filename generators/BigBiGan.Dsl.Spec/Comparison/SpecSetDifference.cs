using BigBiGan.Dsl.Spec.Canonical;
using BigBiGan.Dsl.Spec.Diagnostics;
using BigBiGan.Dsl.Spec.Grids;
using BigBiGan.Dsl.Spec.Text;
using BigBiGan.Dsl.Spec.Workspace;

namespace BigBiGan.Dsl.Spec.Comparison;

/// <summary>Two states of a models folder.</summary>
/// <param name="Added">Paths of variants without ending.</param>
/// <param name="Removed">Paths of variants without ending.</param>
/// <param name="Renamed">Variants that have another path now and mean what they meant, by the new path.</param>
/// <param name="Changed">Variants that both have and whose keys moved, by path.</param>
/// <param name="Unchanged">How many variants stay what they were.</param>
/// <param name="Grids">Every grid whose cells differ, by path; a new grid has its cells added, one that is gone has them removed.</param>
/// <param name="RenamedGrids">Grids that have another path now and the same cells, by the new path.</param>
/// <param name="Unsound">Files with problems in one of the two: nothing is said about their variants and cells.</param>
public sealed record SpecSetDifference(
    EquatableArray<string> Added,
    EquatableArray<string> Removed,
    EquatableArray<Renaming> Renamed,
    EquatableArray<VariantDifference> Changed,
    int Unchanged,
    EquatableArray<GridDifference> Grids,
    EquatableArray<Renaming> RenamedGrids,
    EquatableArray<UnsoundFile> Unsound)
{
    /// <param name="variant">The path of the only variant to look at, without ending; null for all.</param>
    public static SpecSetDifference Between(SpecSet before, SpecSet after, string? variant = null)
    {
        var unsound = Unsoundness(before, after);
        var broken = new HashSet<string>(unsound.Select(file => file.Path), StringComparer.Ordinal);
        var renamed = SameVariants(before, after).ToList();
        var (first, second) = (Variants(before, variant), Variants(after, variant));
        var compared = second.Where(spec => first.ContainsKey(spec.Key)).Select(spec => VariantDifference.Between(first[spec.Key], spec.Value)).ToList();
        var renamedGrids = SameCells(before, after).ToList();
        return new SpecSetDifference(
            second.Where(spec => !first.ContainsKey(spec.Key) && !broken.Contains(spec.Value.Path))
                .Select(spec => spec.Key).Except(renamed.Select(one => one.After)).ToEquatableArray(),
            first.Where(spec => !second.ContainsKey(spec.Key) && !broken.Contains(spec.Value.Path))
                .Select(spec => spec.Key).Except(renamed.Select(one => one.Before)).ToEquatableArray(),
            renamed.Where(one => variant is null || one.Before == variant || one.After == variant).ToEquatableArray(),
            compared.Where(difference => !difference.IsNone).ToEquatableArray(),
            compared.Count(difference => difference.IsNone),
            CellsOf(before, after, variant).Where(grid => renamedGrids.All(one => one.Before != grid.Path && one.After != grid.Path)).ToEquatableArray(),
            renamedGrids.ToEquatableArray(),
            unsound);
    }

    private static IEnumerable<Renaming> SameVariants(SpecSet before, SpecSet after)
    {
        var (first, second) = (Variants(before, null), Variants(after, null));
        return Pairs(
            first.Where(spec => !second.ContainsKey(spec.Key)).Select(spec => (spec.Key, SpecHash.Of(spec.Value.Compiled.Variant!))),
            second.Where(spec => !first.ContainsKey(spec.Key)).Select(spec => (spec.Key, SpecHash.Of(spec.Value.Compiled.Variant!))));
    }

    private static IEnumerable<Renaming> SameCells(SpecSet before, SpecSet after)
    {
        return Pairs(Gone(before, after), Gone(after, before));

        static IEnumerable<(string Path, string Cells)> Gone(SpecSet from, SpecSet to) => from.Grids
            .Where(grid => to.Grids.All(other => other.Path != grid.Path) && !IsUnproven(grid.Path, to))
            .Select(grid => (grid.Path, string.Concat(grid.Cells.Select(cell => cell.Identity).OrderBy(identity => identity, StringComparer.Ordinal))));
    }

    /// <summary>What went with what came, where both mean the same: each once.</summary>
    private static IEnumerable<Renaming> Pairs(IEnumerable<(string Path, string Meaning)> gone, IEnumerable<(string Path, string Meaning)> come)
    {
        var left = gone.ToList();
        foreach (var (path, meaning) in come.OrderBy(one => one.Path, StringComparer.Ordinal).ToList())
        {
            if (left.FindIndex(one => one.Meaning == meaning) is >= 0 and var index)
            {
                yield return new Renaming(left[index].Path, path);
                left.RemoveAt(index);
            }
        }
    }

    private static SortedDictionary<string, CompiledFile> Variants(SpecSet set, string? only)
    {
        var variants = new SortedDictionary<string, CompiledFile>(StringComparer.Ordinal);
        foreach (var spec in set.Specs.Where(spec => spec.Compiled.Variant is { } one && (only is null || one.Path == only)))
        {
            variants[spec.Compiled.Variant!.Path] = spec;
        }

        return variants;
    }

    /// <summary>A grid that has problems, or a variant with problems, on one side has no cells there: that says nothing about them.</summary>
    private static IEnumerable<GridDifference> CellsOf(SpecSet before, SpecSet after, string? variant)
    {
        var paths = before.Grids.Concat(after.Grids).Select(grid => grid.Path).Distinct().OrderBy(path => path, StringComparer.Ordinal);
        return paths
            .Where(path => !IsUnproven(path, before) && !IsUnproven(path, after))
            .Select(path => GridDifference.Between(path, Cells(before, path, variant), Cells(after, path, variant)))
            .Where(difference => !difference.IsNone);
    }

    private static bool IsUnproven(string grid, SpecSet set) => set.UnprovenGrids.Any(path => Resolution.BasePath.WithoutEnding(path) == grid);

    private static List<GridCell> Cells(SpecSet set, string grid, string? variant) =>
        [.. set.Grids.Where(one => one.Path == grid).SelectMany(one => one.Cells).Where(cell => variant is null || cell.VariantPath == variant)];

    private static EquatableArray<UnsoundFile> Unsoundness(SpecSet before, SpecSet after)
    {
        var (first, second) = (Broken(before), Broken(after));
        return first.Union(second).OrderBy(path => path, StringComparer.Ordinal)
            .Select(path => new UnsoundFile(path, first.Contains(path), second.Contains(path), FirstProblem(path, second.Contains(path) ? after : before)))
            .ToEquatableArray();
    }

    /// <summary>Of the file itself, else of what it extends; of a grid whose variants have problems nothing is said, since they are named themselves.</summary>
    private static string? FirstProblem(string path, SpecSet set)
    {
        var files = set.Specs.FirstOrDefault(spec => spec.Path == path)?.Chain.Files.Select(file => file.Path) ?? [path];
        var placed = files.SelectMany(file => set.Problems.Where(one => one.Problem.File == file)).FirstOrDefault();
        return placed is null ? null : ProblemText.Of(placed.Problem, placed.Span, placed.Problem.File);
    }

    private static HashSet<string> Broken(SpecSet set) => new(
        set.Specs.Where(spec => spec.Compiled.Problems.Count > 0 || (spec.Chain.Own.VariantName is not null && spec.Compiled.Variant is null))
            .Select(spec => spec.Path)
            .Concat(set.UnprovenGrids),
        StringComparer.Ordinal);
}

/// <summary>A file that has problems, or extends or names one that has.</summary>
/// <param name="Path">With ending.</param>
/// <param name="Before">Whether it is unsound in the first state.</param>
/// <param name="After">Whether it is in the second.</param>
/// <param name="Problem">The first that is wrong, as <c>check</c> tells it, in the second state where it is unsound there;
/// null where it is told of another file of the list.</param>
public sealed record UnsoundFile(string Path, bool Before, bool After, string? Problem);

/// <param name="Before">Its path without ending.</param>
/// <param name="After">The path that it has now.</param>
public sealed record Renaming(string Before, string After);
