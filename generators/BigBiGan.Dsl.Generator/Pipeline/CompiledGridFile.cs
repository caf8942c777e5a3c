using BigBiGan.Dsl.Generator.Classes;
using BigBiGan.Dsl.Generator.Grids;
using BigBiGan.Dsl.Generator.Networks;
using BigBiGan.Dsl.Generator.Reading;
using BigBiGan.Dsl.Spec.Compilation;
using BigBiGan.Dsl.Spec.Diagnostics;
using BigBiGan.Dsl.Spec.Grids;
using BigBiGan.Dsl.Spec.Resolution;
using BigBiGan.Dsl.Spec.Text;

namespace BigBiGan.Dsl.Generator.Pipeline;

/// <summary>A grid's plan, or its problems, with the variants that only its cells are.</summary>
/// <param name="DeclaredName">What <c>grid:</c> says, also where the grid has problems.</param>
/// <param name="Own">Emitted for this grid, by path.</param>
/// <param name="Networks">Of those variants, each once.</param>
/// <param name="SpecFiles">Of the variants that the grid names, with ending.</param>
internal sealed record CompiledGridFile(
    string SpecFile, string? DeclaredName, CompiledGrid Grid,
    EquatableArray<CompiledVariant> Own, EquatableArray<NetworkKey> Networks, EquatableArray<string> SpecFiles)
{
    public static CompiledGridFile From(GridSources sources, CancellationToken cancellation)
    {
        var files = sources.Variants.Select(variant => variant.Chain.Own.Path).ToEquatableArray();
        try
        {
            var compiled = GridCompiler.Compile(sources, cancellation);
            var named = new HashSet<string>(sources.Variants.Select(variant => variant.Path), StringComparer.Ordinal);
            var own = (compiled.Plan?.Cells ?? EquatableArray<GridCell>.Empty)
                .Where(cell => !named.Contains(cell.Variant.Path)).GroupBy(cell => cell.Variant.Path).Select(cells => Compiled(cells.First()))
                .OrderBy(variant => variant.SpecFile, StringComparer.Ordinal).ToEquatableArray();
            var networks = own.SelectMany(variant => variant.Signatures!.ByRole).Distinct();
            return new CompiledGridFile(sources.Own.Path, sources.Own.GridName, compiled, own, networks.ToEquatableArray(), files);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            var problem = InternalFault.Of(sources.Own.Path, fault);
            return new CompiledGridFile(
                sources.Own.Path, sources.Own.GridName, new CompiledGrid(null, EquatableArray.Of(problem)),
                EquatableArray<CompiledVariant>.Empty, EquatableArray<NetworkKey>.Empty, files);
        }
    }

    /// <summary>Null where the file names no grid, or names it as something else is named.</summary>
    public GridSource? Source(ClassNames classes, NetworkOwners owners, EquatableArray<string> faultyClasses)
    {
        if (DeclaredName is null || Grid.Problems.Any(problem => problem.Rule == Rule.GridTwice))
        {
            return null;
        }

        var files = SpecFiles
            .GroupBy(BasePath.WithoutEnding, StringComparer.Ordinal)
            .ToDictionary(same => same.Key, same => same.First(), StringComparer.Ordinal);
        var named = (Grid.Plan?.Cells ?? EquatableArray<GridCell>.Empty)
            .Select(cell => cell.Variant).Where(variant => files.ContainsKey(variant.Path)).GroupBy(variant => variant.Path)
            .Select(same => new ListedSpec(same.Key, files[same.Key], classes.For(files[same.Key], same.First().Name).FullName));
        return new GridSource(
            SpecFile, DeclaredName, classes.RootNamespace, Grid.Plan is { } plan ? ListedGrid.Of(plan) : null, named.ToEquatableArray(),
            Own.Select(own => own.Without(faultyClasses)).ToEquatableArray(), owners.Of(Networks));
    }

    private static CompiledVariant Compiled(GridCell cell) => new(
        cell.Variant.Path + ".cell.yaml",
        cell.Variant.Name,
        0,
        new CompiledSpec(cell.Variant, cell.Plan, EquatableArray<Problem>.Empty),
        NetworkSignatures.Of(cell.Variant, cell.Plan),
        Dsl.Spec.Canonical.SpecHash.Of(cell.Variant));
}
