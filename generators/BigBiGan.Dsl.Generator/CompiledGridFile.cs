using BigBiGan.Dsl.Generator.Emission;
using BigBiGan.Dsl.Spec;
using BigBiGan.Dsl.Spec.Grids;
using BigBiGan.Dsl.Spec.Resolution;
using BigBiGan.Dsl.Spec.Rules;

namespace BigBiGan.Dsl.Generator;

/// <summary>A grid's plan, or its problems, with the variants that only its cells are.</summary>
/// <param name="DeclaredName">What <c>grid:</c> says, also where the grid has problems.</param>
/// <param name="Own">Emitted for this grid.</param>
/// <param name="SpecFiles">Of the variants that the grid names, with ending.</param>
internal sealed record CompiledGridFile(string SpecFile, string? DeclaredName, CompiledGrid Grid, EquatableArray<CompiledVariant> Own, EquatableArray<string> SpecFiles)
{
    /// <summary>Behind every spec, so that a network which a spec has is the spec's.</summary>
    private const int Depth = 1_000_000;

    public static CompiledGridFile From(GridSources sources, CancellationToken cancellation)
    {
        var files = sources.Variants.Select(variant => variant.Chain.Own.Path).ToEquatableArray();
        try
        {
            var compiled = GridCompiler.Compile(sources, cancellation);
            var named = new HashSet<string>(sources.Variants.Select(variant => variant.Path), StringComparer.Ordinal);
            var own = (compiled.Plan?.Cells ?? EquatableArray<GridCell>.Empty)
                .Where(cell => !named.Contains(cell.Variant.Path)).GroupBy(cell => cell.Variant.Path).Select(cells => Compiled(cells.First()));
            return new CompiledGridFile(sources.Own.Path, sources.Own.GridName, compiled, own.ToEquatableArray(), files);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            var problem = InternalFault.Of(sources.Own.Path, fault);
            return new CompiledGridFile(sources.Own.Path, sources.Own.GridName, new CompiledGrid(null, EquatableArray.Of(problem)), EquatableArray<CompiledVariant>.Empty, files);
        }
    }

    public IEnumerable<NamedVariant> Named(ClassNames classes, EquatableArray<string> faultyClasses) => Own.Select(own =>
        new NamedVariant(own.Without(faultyClasses), new VariantClass($"{classes.RootNamespace}.Cells.{DeclaredName}", own.DeclaredName!, "public"), classes.RootNamespace, SpecFile));

    /// <summary>Null where the file names no grid, or names it as something else is named.</summary>
    public GridSource? Source(ClassNames classes)
    {
        if (DeclaredName is null || Grid.Problems.Any(problem => problem.Rule == Rule.GridTwice))
        {
            return null;
        }

        var files = SpecFiles.GroupBy(BasePath.WithoutEnding, StringComparer.Ordinal).ToDictionary(same => same.Key, same => same.First(), StringComparer.Ordinal);
        var entries = (Grid.Plan?.Cells ?? EquatableArray<GridCell>.Empty)
            .GroupBy(cell => cell.Variant.Path).Select(cells => cells.First().Variant)
            .Select(variant => files.TryGetValue(variant.Path, out var file)
                ? new ListedCellVariant(variant.Path, variant.Name, file, classes.For(file, variant.Name).FullName)
                : new ListedCellVariant(variant.Path, variant.Name, SpecFile, $"global::{classes.RootNamespace}.Cells.{DeclaredName}.{variant.Name}"));
        return new GridSource(SpecFile, DeclaredName, classes.RootNamespace, Grid.Plan is { } plan ? ListedGrid.Of(plan) : null, entries.ToEquatableArray());
    }

    private static CompiledVariant Compiled(GridCell cell) => new(
        cell.Variant.Path + ".cell.yaml",
        cell.Variant.Name,
        Depth,
        new CompiledSpec(cell.Variant, cell.Plan, EquatableArray<Problem>.Empty),
        NetworkSignatures.Of(cell.Variant, cell.Plan),
        Dsl.Spec.SpecHash.Of(cell.Variant));
}
