using BigBiGan.Cli.Errors;
using BigBiGan.Dsl.Spec.Comparison;
using BigBiGan.Dsl.Spec.Grids;
using BigBiGan.Dsl.Spec.Workspace;

namespace BigBiGan.Cli.Specs;

/// <summary>What of a grid is to be trained because of a change: the cells that are stale or new since a revision, as <c>diff</c> tells them.</summary>
internal static class ChangedCells
{
    /// <summary>Why each is, by identity: <c>stale: training.batch</c>, or <c>new</c>. The grid is the one that this program was built with.</summary>
    /// <param name="models">The folder of specs in the git repository.</param>
    /// <exception cref="UserMistake">There is no such folder, or no such revision.</exception>
    public static IReadOnlyDictionary<string, string> Since(string revision, GridPlan grid, string models)
    {
        var folder = GitFolder.OfSpecs(models);
        var before = SpecSet.Read(folder.ReadIfThere(folder.Resolve(revision)));
        var difference = SpecSetDifference.Between(before, CompiledSpecs.Set);
        var cells = difference.Grids.FirstOrDefault(one => one.Path == grid.Path);

        // of a grid that was unsound there, diff says nothing: no cell of it was trained
        return difference.Unsound.Any(file => SpecName.Plain(file.Path) == grid.Path) ? grid.Cells.ToDictionary(cell => cell.Identity, _ => "new")
            : cells is null ? new Dictionary<string, string>()
            : cells.Stale.Select(cell => (cell.After, Why: $"stale: {string.Join(", ", cell.Moved)}"))
                .Concat(cells.Added.Select(cell => (cell.Identity, Why: "new")))
                .ToDictionary(cell => cell.Item1, cell => cell.Why);
    }
}
