using BigBiGan.Dsl.Spec.Diagnostics;
using BigBiGan.Dsl.Spec.Resolution;
using BigBiGan.Dsl.Spec.Text;

namespace BigBiGan.Dsl.Spec.Grids;

/// <summary>A grid with the specs that it names: all that its compilation depends on.</summary>
/// <param name="Own">The grid's own file.</param>
/// <param name="Variants">Those that were found, in the grid's order.</param>
/// <param name="Calibration">The file that `budget.calibration` names; null where there is none.</param>
/// <param name="Problems">What is wrong with the names, in the grid's own file.</param>
public sealed record GridSources(SpecFile Own, EquatableArray<GridVariant> Variants, SpecFile? Calibration, EquatableArray<Problem> Problems);

/// <param name="Place">Where the grid names it.</param>
public sealed record GridVariant(string Place, SpecChain Chain)
{
    /// <summary>Below the models folder without ending.</summary>
    public string Path => BasePath.WithoutEnding(Chain.Own.Path);
}
