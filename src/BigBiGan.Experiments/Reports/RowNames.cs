using BigBiGan.Dsl;
using BigBiGan.Experiments.Cells;

namespace BigBiGan.Experiments.Reports;

/// <summary>How a page names rows: without what all of them share.</summary>
/// <param name="Names">One per row.</param>
/// <param name="Shared">The axes' values that all rows have, which the page says once.</param>
/// <param name="Varying">The keys of the other axes, in the order of the grid.</param>
internal sealed record RowNames(IReadOnlyList<string> Names, IReadOnlyList<AxisValue> Shared, IReadOnlyList<string> Varying)
{
    /// <param name="rows">A cell of each.</param>
    public static RowNames Of(IReadOnlyList<PlannedCell> rows)
    {
        var shared = rows.Count == 0 ? [] : rows[0].Cell.Axes.Where(axis => rows.All(row => row.Cell.Axes.Contains(axis))).ToList();
        var varying = rows.SelectMany(row => row.Cell.Axes).Where(axis => !shared.Contains(axis)).Select(axis => axis.Key).Distinct().ToList();
        var paths = rows.Select(row => row.Cell.VariantPath).Distinct().ToList();
        var isShort = paths.Select(Last).Distinct().Count() == paths.Count;
        var names = rows.Select(row => string.Join(
            ", ",
            row.Cell.Axes.Where(axis => !shared.Contains(axis)).Select(axis => $"{axis.Key} {axis.Value}")
                .Prepend(isShort ? Last(row.Cell.VariantPath) : row.Cell.VariantPath)));
        return new RowNames([.. names], shared, varying);
    }

    private static string Last(string path) => path.Split('/')[^1];
}
