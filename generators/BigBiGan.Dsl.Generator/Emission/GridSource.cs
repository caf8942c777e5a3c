using BigBiGan.Dsl.Spec;
using BigBiGan.Dsl.Spec.Grids;

namespace BigBiGan.Dsl.Generator.Emission;

/// <summary>All that a grid's file depends on; value-equal.</summary>
/// <param name="SpecFile">The grid's file with ending.</param>
/// <param name="Grid">Null where there are problems: then a stub is written.</param>
/// <param name="Variants">Each once, in the order of the cells.</param>
internal sealed record GridSource(string SpecFile, string Name, string Namespace, ListedGrid? Grid, EquatableArray<ListedCellVariant> Variants)
{
    public string Hint => HintName.Of(SpecFile, ".grid.g.cs");
}

/// <param name="SpecFile">The variant's file; the grid's for a variant that only the grid has.</param>
internal sealed record ListedCellVariant(string Path, string Name, string SpecFile, string ClassName);

/// <summary>A plan without the networks.</summary>
internal sealed record ListedGrid(string Path, string Summary, string Data, string Manifest, GridProtocol Protocol, EquatableArray<ListedCell> Cells)
{
    public static ListedGrid Of(GridPlan plan) => new(
        plan.Path, plan.Summary, plan.Data, plan.Manifest, plan.Protocol,
        plan.Cells.Select(cell => new ListedCell(cell.Variant.Path, cell.VariantPath, cell.Axes, cell.Seed, cell.Identity)).ToEquatableArray());
}

internal sealed record ListedCell(string Variant, string VariantPath, EquatableArray<AxisValue> Axes, int Seed, string Identity);
