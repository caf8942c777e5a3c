using BigBiGan.Cli.Errors;
using BigBiGan.Dsl.Spec.Canonical;
using BigBiGan.Dsl.Spec.Grids;
using BigBiGan.Dsl.Spec.Text;
using BigBiGan.Experiments.Cells;
using BigBiGan.Models;

namespace BigBiGan.Cli.Specs;

/// <summary>The grids that were compiled into this program.</summary>
internal static class CompiledGrids
{
    public static IReadOnlyList<GridPlan> All => CompiledSpecs.Set.Grids;

    /// <summary>Of all cells of all grids.</summary>
    public static IEnumerable<PlannedVariant> Variants => All.SelectMany(grid => grid.Cells).Select(cell => new PlannedVariant(cell.Variant, cell.Plan));

    /// <summary>A grid's cells as they were compiled, in the order of its plan, each with the facts of the plan.</summary>
    public static IReadOnlyList<PlannedCell> Cells(GridPlan grid)
    {
        var compiled = Grids.All.Single(entry => entry.Path == grid.Path).Cells.ToDictionary(cell => cell.Identity);
        return
        [
            .. grid.Cells.Select(cell => new PlannedCell(
                compiled[cell.Identity],
                VariantText.Of(cell.Variant).ToDictionary(line => line.Key.Path, line => line.Value),
                cell.Plan.Parameters, cell.Plan.MultiplyAdds, cell.Cost)),
        ];
    }

    /// <summary>Finds a grid by its path, by the last part of its path where that is unambiguous, or by its name.</summary>
    /// <exception cref="UserMistake">There is none, or there are several.</exception>
    public static GridPlan Find(string name)
    {
        var plain = SpecName.Plain(name);
        return All.FirstOrDefault(grid => grid.Name == plain)
            ?? (SpecName.Find(name, All.Select(grid => grid.Path)) is { } path
                ? All.Single(grid => grid.Path == path)
                : throw new UserMistake($"no grid is named '{name}'{Suggestion(plain)}; expected {Phrases.Or(All.Select(grid => grid.Path))}"));
    }

    private static string Suggestion(string wanted) =>
        Spelling.Nearest(wanted, All.SelectMany(grid => new[] { grid.Path, grid.Path.Split('/')[^1], grid.Name })) is { } near
            ? $" (did you mean {near}?)"
            : "";
}
