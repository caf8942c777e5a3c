using BigBiGan.Dsl.Spec.Canonical;
using BigBiGan.Dsl.Spec.Grids;
using BigBiGan.Dsl.Spec.Text;

namespace BigBiGan.Dsl.Spec.Comparison;

/// <summary>
/// What becomes of the cells of a grid, whose results are kept by identity. Both identities are calculated by this compiler: a change of
/// the compiler itself, which the semantics version stands for, does not show.
/// </summary>
/// <param name="Path">Below the models folder without ending: <c>grids/table1</c>.</param>
/// <param name="Stale">The same cell, by its variant, axes and seed, but no longer the same training: its results count no more.</param>
/// <param name="Added">Cells whose training the grid did not have.</param>
/// <param name="Removed">Cells whose training the grid has no more.</param>
/// <param name="Kept">How many cells stay what they were.</param>
public sealed record GridDifference(string Path, EquatableArray<StaleCell> Stale, EquatableArray<CellName> Added, EquatableArray<CellName> Removed, int Kept)
{
    public bool IsNone => Stale.Count == 0 && Added.Count == 0 && Removed.Count == 0;

    /// <param name="path">Of the grid.</param>
    /// <param name="before">Empty where the grid is new.</param>
    /// <param name="after">Empty where the grid is gone.</param>
    internal static GridDifference Between(string path, IReadOnlyCollection<GridCell> before, IReadOnlyCollection<GridCell> after)
    {
        var old = before.ToDictionary(Key, StringComparer.Ordinal);
        var places = new HashSet<string>(after.Select(Key), StringComparer.Ordinal);
        var (had, has) = (Identities(before), Identities(after));
        var stale = after
            .Where(cell => old.TryGetValue(Key(cell), out var one) && one.Identity != cell.Identity)
            .Select(cell => StaleCell.Of(old[Key(cell)], cell))
            .ToEquatableArray();
        return new GridDifference(
            path,
            stale,
            after.Where(cell => !old.ContainsKey(Key(cell)) && !had.Contains(cell.Identity)).Select(Name).ToEquatableArray(),
            before.Where(cell => !places.Contains(Key(cell)) && !has.Contains(cell.Identity)).Select(Name).ToEquatableArray(),
            after.Count(cell => had.Contains(cell.Identity) && !(old.TryGetValue(Key(cell), out var one) && one.Identity != cell.Identity)));
    }

    private static HashSet<string> Identities(IEnumerable<GridCell> cells) => new(cells.Select(cell => cell.Identity), StringComparer.Ordinal);

    private static CellName Name(GridCell cell) => new(cell.Label, cell.Identity);

    /// <summary>Which cell it is, whatever the order of the axes in the file.</summary>
    private static string Key(GridCell cell) =>
        $"{cell.VariantPath}\n"
        + $"{string.Join("\n", cell.Axes.Select(axis => $"{axis.Key} {axis.Value}").OrderBy(axis => axis, StringComparer.Ordinal))}\n{cell.Seed}";
}

/// <param name="Label">For people: <c>small/fashion, training.batch 32, seed 1</c>.</param>
/// <param name="Identity">64 hex digits.</param>
public sealed record CellName(string Label, string Identity);

/// <param name="Label">For people.</param>
/// <param name="Before">The identity that its results have.</param>
/// <param name="After">The identity that it has now.</param>
/// <param name="Moved">Why: the keys that moved, and <c>data</c>, <c>manifest</c> or <c>protocol</c>.</param>
public sealed record StaleCell(string Label, string Before, string After, EquatableArray<string> Moved)
{
    internal static StaleCell Of(GridCell before, GridCell after)
    {
        var moved = Keys(before, after).ToList();
        (string Name, bool Moved)[] surroundings =
        [
            ("data", before.Data != after.Data),
            ("manifest", before.Manifest != after.Manifest),
            ("protocol", before.Protocol != after.Protocol),
        ];
        moved.AddRange(surroundings.Where(one => one.Moved).Select(one => one.Name));
        return new StaleCell(after.Label, before.Identity, after.Identity, moved.ToEquatableArray());
    }

    private static IEnumerable<string> Keys(GridCell before, GridCell after)
    {
        var first = VariantText.Of(before.Variant).Select(line => (line.Key.Path, line.Value)).ToList();
        var second = VariantText.Of(after.Variant).Select(line => (line.Key.Path, line.Value)).ToList();
        return first.Except(second).Concat(second.Except(first)).Select(line => line.Path).Distinct();
    }
}
