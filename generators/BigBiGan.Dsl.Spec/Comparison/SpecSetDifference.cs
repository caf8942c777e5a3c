using BigBiGan.Dsl.Spec.Grids;

namespace BigBiGan.Dsl.Spec.Comparison;

/// <summary>Two states of a models folder.</summary>
/// <param name="Added">Paths of variants without ending.</param>
/// <param name="Removed">Paths of variants without ending.</param>
/// <param name="Changed">Variants that both have and whose keys moved, by path.</param>
/// <param name="Unchanged">How many variants stay what they were.</param>
/// <param name="Grids">Every grid whose cells differ, by path; a new grid has its cells added, one that is gone has them removed.</param>
/// <param name="Unsound">Files with problems in one of the two: nothing is said about their variants and cells.</param>
public sealed record SpecSetDifference(
    EquatableArray<string> Added,
    EquatableArray<string> Removed,
    EquatableArray<VariantDifference> Changed,
    int Unchanged,
    EquatableArray<GridDifference> Grids,
    EquatableArray<UnsoundFile> Unsound)
{
    /// <param name="variant">The path of the only variant to look at, without ending; null for all.</param>
    public static SpecSetDifference Between(SpecSet before, SpecSet after, string? variant = null)
    {
        var unsound = Unsoundness(before, after);
        var broken = new HashSet<string>(unsound.Select(file => file.Path), StringComparer.Ordinal);
        var (first, second) = (Variants(before, variant), Variants(after, variant));
        var compared = second.Where(spec => first.ContainsKey(spec.Key)).Select(spec => VariantDifference.Between(first[spec.Key], spec.Value)).ToList();
        return new SpecSetDifference(
            second.Where(spec => !first.ContainsKey(spec.Key) && !broken.Contains(spec.Value.Path)).Select(spec => spec.Key).ToEquatableArray(),
            first.Where(spec => !second.ContainsKey(spec.Key) && !broken.Contains(spec.Value.Path)).Select(spec => spec.Key).ToEquatableArray(),
            compared.Where(difference => !difference.IsNone).ToEquatableArray(),
            compared.Count(difference => difference.IsNone),
            CellsOf(before, after, variant).ToEquatableArray(),
            unsound);
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
            .Select(path => new UnsoundFile(path, first.Contains(path), second.Contains(path)))
            .ToEquatableArray();
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
public sealed record UnsoundFile(string Path, bool Before, bool After);
