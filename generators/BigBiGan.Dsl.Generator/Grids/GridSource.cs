using BigBiGan.Dsl.Generator.Code;
using BigBiGan.Dsl.Generator.Emission;
using BigBiGan.Dsl.Generator.Networks;
using BigBiGan.Dsl.Generator.Reading;
using BigBiGan.Dsl.Spec.Diagnostics;
using BigBiGan.Dsl.Spec.Grids;
using BigBiGan.Dsl.Spec.Model;
using BigBiGan.Dsl.Spec.Planning;
using BigBiGan.Dsl.Spec.Text;

namespace BigBiGan.Dsl.Generator.Grids;

/// <summary>All that a grid's files depend on; value-equal.</summary>
/// <param name="SpecFile">The grid's file with ending.</param>
/// <param name="Grid">Null where there are problems: then a stub is written.</param>
/// <param name="Specs">The variants of the folder that cells are.</param>
/// <param name="Own">The variants that only this grid has, by path.</param>
/// <param name="Known">The networks of those that specs have, and whose classes they use.</param>
internal sealed record GridSource(
    string SpecFile, string Name, string Namespace, ListedGrid? Grid,
    EquatableArray<ListedSpec> Specs, EquatableArray<CompiledVariant> Own, EquatableArray<OwnedNetwork> Known)
{
    public string Hint => HintName.Of(SpecFile, ".grid.g.cs");

    /// <summary>What the files that all variants share need to know of the grid's own.</summary>
    public VariantSummary Summary => new(
        null,
        Own.Select(own => own.Spec.Variant).OfType<Variant>().SelectMany(TensorTypes.Of).Distinct().ToEquatableArray(),
        Own.Select(own => own.Spec.Plan).OfType<VariantPlan>().SelectMany(ListedLayer.Of).Distinct().ToEquatableArray());

    /// <summary>The classes of the grid's own variants and the list of its cells.</summary>
    public EmittedGrid Emit()
    {
        try
        {
            return Emit(CellClasses.Of(this), null);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            return Emit(CellClasses.Stubs(this), InternalFault.Of(SpecFile, fault));
        }
    }

    private EmittedGrid Emit(CellClasses classes, Problem? fault)
    {
        var list = new EmittedFile(Hint, GridEmitter.Emit(this, classes), fault);
        return new EmittedGrid(classes.Files.Append(list).ToEquatableArray(), new ListedGridName(SpecFile, Name, Namespace, Grid?.Path, Grid?.Summary ?? ""));
    }
}

/// <summary>A variant of the folder.</summary>
internal sealed record ListedSpec(string Path, string SpecFile, string ClassName);

/// <summary>The files of one grid.</summary>
internal sealed record EmittedGrid(EquatableArray<EmittedFile> Files, ListedGridName Listed);

/// <param name="Path">Null where the grid has problems: then it is not listed.</param>
internal sealed record ListedGridName(string SpecFile, string Name, string Namespace, string? Path, string Summary);

/// <summary>A plan without the networks.</summary>
internal sealed record ListedGrid(string Path, string Summary, string Data, string Manifest, GridProtocol Protocol, EquatableArray<ListedCell> Cells)
{
    public static ListedGrid Of(GridPlan plan) => new(
        plan.Path, plan.Summary, plan.Data, plan.Manifest, plan.Protocol,
        plan.Cells
            .Select(cell => new ListedCell(cell.Variant.Path, cell.Variant.Name, cell.VariantPath, cell.Axes, cell.Seed, cell.Identity))
            .ToEquatableArray());
}

internal sealed record ListedCell(string Variant, string VariantName, string VariantPath, EquatableArray<AxisValue> Axes, int Seed, string Identity);
