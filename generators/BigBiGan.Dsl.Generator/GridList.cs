using System.Collections.Immutable;
using BigBiGan.Dsl.Generator.Emission;
using BigBiGan.Dsl.Spec;
using Microsoft.CodeAnalysis;

namespace BigBiGan.Dsl.Generator;

/// <summary>The files of all grids; value-equal, so that they are rewritten only when they change.</summary>
internal sealed record GridList(EquatableArray<GridSource> Grids)
{
    /// <summary>Of two grids of one name, which is a problem, the first alone is written.</summary>
    public static GridList From(ImmutableArray<GridSource> grids) =>
        new(grids.OrderBy(grid => grid.SpecFile, StringComparer.Ordinal).GroupBy(grid => grid.Name).Select(same => same.First()).ToEquatableArray());

    public void AddTo(SourceProductionContext output)
    {
        foreach (var grid in Grids)
        {
            output.AddSource(grid.Hint, GridEmitter.Emit(grid));
        }

        if (Grids.Count > 0)
        {
            output.AddSource("Grids.g.cs", GridEmitter.EmitList(Grids.Where(grid => grid.Grid is not null), Grids[0].Namespace));
        }
    }
}
