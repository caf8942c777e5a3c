using BigBiGan.Cli.Errors;
using BigBiGan.Experiments.Cells;
using BigBiGan.Training.Data.Sources;
using BigBiGan.Training.Errors;
using BigBiGan.Training.Sessions;

namespace BigBiGan.Cli.Runs;

/// <summary>The images of a grid's cells: those that the grid names, wherever the user has them.</summary>
internal static class GridData
{
    /// <summary>What <c>--data</c> says, or the images that need no folder.</summary>
    /// <exception cref="UserMistake">The images lie somewhere, and the user has not said where.</exception>
    public static string Source(PlannedCell cell, string? asked) => asked
        ?? (ReaderTable.IsName(cell.Cell.Data)
            ? cell.Cell.Data
            : throw new UserMistake($"the images of {cell.Label} are '{cell.Cell.Data}'; say where they lie: --data DIR, a folder of that name"));

    /// <exception cref="UserMistake">They are not the grid's.</exception>
    /// <exception cref="DataSourceException">The images cannot be used.</exception>
    public static DataSource Load(PlannedCell cell, string source, SourceOptions options)
    {
        var data = RunImages.LoadToTrain(source, cell.Cell.Variant.Facts, new ConsoleReport(), options);
        if (data.Name != cell.Cell.Data)
        {
            throw new UserMistake(
                $"--data {source} has the images '{data.Name}', and {cell.Label} is about '{cell.Cell.Data}'; give those, or change `data` in the grid");
        }

        return cell.Cell.Manifest is { } manifest && manifest != data.Identity
            ? throw new UserMistake(
                $"the images in {source} are not those that the grid pins: "
                + $"expected the manifest {manifest}, found {data.Identity}; put back the images, or change `manifest` in the grid")
            : data;
    }
}
