using System.Collections.Immutable;
using BigBiGan.Dsl.Generator.Grids;
using BigBiGan.Dsl.Spec.Text;
using Microsoft.CodeAnalysis;

namespace BigBiGan.Dsl.Generator.Pipeline;

/// <summary>All grids; value-equal, so that the list of them is rewritten only when it changes.</summary>
internal sealed record GridList(EquatableArray<ListedGridName> Grids)
{
    public static GridList From(ImmutableArray<ListedGridName> grids) => new(grids.OrderBy(grid => grid.SpecFile, StringComparer.Ordinal).ToEquatableArray());

    public void AddTo(SourceProductionContext output)
    {
        if (Grids.Count > 0)
        {
            output.AddSource("Grids.g.cs", GridEmitter.EmitList(Grids.Where(grid => grid.Path is not null), Grids[0].Namespace));
        }
    }
}
