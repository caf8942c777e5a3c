using System.Globalization;
using BigBiGan.Dsl.Spec.Checks;
using BigBiGan.Dsl.Spec.Diagnostics;
using BigBiGan.Dsl.Spec.GridSchema;
using BigBiGan.Dsl.Spec.Model;
using BigBiGan.Dsl.Spec.Planning;

namespace BigBiGan.Dsl.Spec.Grids;

/// <summary>A grid's limits: each cell by itself, and the hours of all together.</summary>
internal static class GridBudget
{
    /// <param name="first">The variant that parameters are compared with.</param>
    public static void Check(GridFile grid, Variant first, GridPlan plan, Findings findings)
    {
        var compared = (first.Path, Planner.Plan(first).Parameters);
        var broken = plan.Cells.SelectMany(cell => BudgetCheck.Broken(grid.Budget, cell.Variant, cell.Plan, compared)
                .Select(found => (found.Path, found.Message, Cell: CellText.Of(cell.VariantPath, cell.Axes))))
            .Distinct()
            .GroupBy(found => found.Path);
        foreach (var limit in broken)
        {
            var cells = limit.ToList();
            var more = cells.Count == 1
                ? ""
                : $"; {(cells.Count - 1).ToString(CultureInfo.InvariantCulture)} more {(cells.Count == 2 ? "cell breaks" : "cells break")} it";
            findings.AtValue(Rule.OverBudget, limit.Key, $"{cells[0].Message} (in the cell {cells[0].Cell}{more})");
        }

        if (grid.Hours is { } most && plan.Speed is { } speed && speed.Hours(plan.Cost) is var hours && hours > most)
        {
            var largest = plan.Cells.OrderByDescending(cell => cell.Cost).First();
            findings.AtValue(
                Rule.OverBudget,
                GridKeys.BudgetHours.Path,
                string.Format(
                    CultureInfo.InvariantCulture,
                    "`budget.hours` allows {0:0.####}; the {1} cells take about {2:0.#} on {3}, the largest {4:0.##} ({5})",
                    most, plan.Cells.Count, hours, speed.Device, speed.Hours(largest.Cost), largest.Label));
        }
    }
}
