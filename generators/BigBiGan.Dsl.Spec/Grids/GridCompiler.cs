using BigBiGan.Dsl.Spec.Diagnostics;
using BigBiGan.Dsl.Spec.GridSchema;
using BigBiGan.Dsl.Spec.Model;
using BigBiGan.Dsl.Spec.Planning;
using BigBiGan.Dsl.Spec.Resolution;
using BigBiGan.Dsl.Spec.Schema;
using BigBiGan.Dsl.Spec.Text;

namespace BigBiGan.Dsl.Spec.Grids;

/// <summary>Expands a grid and proves each cell on the way of a variant.</summary>
public static class GridCompiler
{
    /// <summary>More would be a mistake, and would keep the compiler busy.</summary>
    private const int MostCells = 4_096;

    /// <summary>Problems are those of the grid's own file; a fault of a variant is reported there, and its cells are not looked at.</summary>
    public static CompiledGrid Compile(GridSources sources, CancellationToken cancellation = default)
    {
        var findings = new Findings(sources.Own.Path, sources.Own.Problems.Concat(sources.Problems));
        if (sources.Own.Root is null || !sources.Own.IsSound)
        {
            return new CompiledGrid(null, findings.ToArray());
        }

        var grid = GridFile.Of(sources.Own);
        if (!CheckAxes(grid, findings) || !CheckSize(grid, sources, findings))
        {
            return new CompiledGrid(null, findings.ToArray());
        }

        var bases = sources.Variants.Select(GridBase.Of).ToList();
        var expansion = new GridExpansion(grid, sources.Own.Path, bases.OfType<GridBase>().ToList(), findings, cancellation);
        var cells = expansion.Run();
        var whole = findings.IsSound && bases.All(one => one is not null);
        if (whole && cells.Count == 0)
        {
            findings.AtValue(Rule.EmptyGrid, GridKeys.Exclude.Path, "`exclude` leaves no cell of the grid; expected at least one");
        }

        var plan = whole && cells.Count > 0 ? Plan(grid, Speed(sources.Calibration), cells, expansion.Folded) : null;
        if (plan is not null)
        {
            GridBudget.Check(grid, bases[0]!.Variant, plan, findings);
        }

        Suppressions.Apply(sources.Own.Suppressions, findings, complete: whole && findings.IsSound);
        return new CompiledGrid(plan, findings.ToArray());
    }

    /// <summary>Null where there is no calibration, or one whose problems are told in its own file.</summary>
    private static DeviceSpeed? Speed(SpecFile? calibration) =>
        calibration is { Root: { } root, Problems.Count: 0 } && new ResolvedTree(root, calibration.Path) is var tree
        ? new DeviceSpeed(tree.Get(CalibrationKeys.Calibration), tree.Get(CalibrationKeys.Rate))
        : null;

    private static GridPlan Plan(GridFile grid, DeviceSpeed? speed, IReadOnlyList<ProvenCell> cells, IEnumerable<FoldedCell> folded)
    {
        var plans = new Dictionary<Variant, VariantPlan>();
        return new GridPlan(
            grid.Path, grid.Name, grid.Summary, grid.Data, grid.Manifest, grid.Protocol,
            speed, cells.Select(Cell).ToEquatableArray(), folded.ToEquatableArray());

        GridCell Cell(ProvenCell cell)
        {
            if (!plans.TryGetValue(cell.Variant, out var plan))
            {
                plans.Add(cell.Variant, plan = Planner.Plan(cell.Variant));
            }

            var identity = CellIdentity.Of(cell.Variant, grid.Data, grid.Manifest, cell.Seed, grid.Protocol);
            return new GridCell(cell.Variant, plan, cell.VariantPath, cell.Axes, cell.Seed, grid.Data, grid.Manifest, grid.Protocol, identity);
        }
    }

    /// <summary>No key stands twice on the way to a point, and conditions speak of axes.</summary>
    private static bool CheckAxes(GridFile grid, Findings findings)
    {
        var before = findings.Count;
        CheckTwice(grid.Axes, [], findings);
        var axes = grid.Axes.All.Select(axis => axis.Path).Distinct().ToList();
        foreach (var (axis, condition) in grid.OnlyWhen.Select(one => (one.Axis, one.Condition)))
        {
            if (!axes.Contains(axis))
            {
                findings.AtKey(
                    Rule.AxisKey, condition.Place,
                    $"`only-when` speaks of `{axis}`, which is not an axis of this grid{Spelling.DidYouMean(axis, axes)}");
            }

            foreach (var clause in condition.Clauses.Where(clause => grid.OnlyWhen.Any(other => other.Axis == clause.Key)))
            {
                findings.AtValue(
                    Rule.AxisKey, condition.Place,
                    $"`{axis}` depends on `{clause.Key}`, which itself varies only under a condition; expected a condition on other keys");
            }
        }

        return findings.Count == before;
    }

    /// <summary>Axes of alternatives may share a key; axes that meet in a point may not.</summary>
    private static void CheckTwice(Axes axes, IReadOnlyList<Axis> above, Findings findings)
    {
        var here = above.ToList();
        foreach (var axis in axes.Product.Concat(axes.Zip))
        {
            if (here.Any(other => other.Path == axis.Path))
            {
                findings.AtKey(Rule.AxisTwice, axis.Place, $"`{axis.Path}` is already an axis, with values of its own; keep one of the two");
            }

            here.Add(axis);
        }

        foreach (var part in axes.Union)
        {
            CheckTwice(part, here, findings);
        }
    }

    private static bool CheckSize(GridFile grid, GridSources sources, Findings findings)
    {
        var cells = grid.Axes.Count * grid.Seeds.Count * GridFile.Variants(sources.Own).Count();
        if (cells > MostCells)
        {
            findings.AtValue(
                Rule.TooLarge,
                GridKeys.Grid.Path,
                string.Format(
                    System.Globalization.CultureInfo.InvariantCulture,
                    "the grid has {0:0} cells before exclusions; expected at most {1}", cells, MostCells));
        }

        return cells <= MostCells;
    }
}
