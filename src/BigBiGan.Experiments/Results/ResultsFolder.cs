using BigBiGan.Experiments.Cells;

namespace BigBiGan.Experiments.Results;

/// <summary>The results of any number of grids: a folder per cell, found by the cell's identity.</summary>
public sealed class ResultsFolder(string path)
{
    public string Path { get; } = path;

    public CellFolder Of(PlannedCell cell) => new(System.IO.Path.Combine(Path, cell.FolderName));

    /// <summary>Of all cells that were ever begun here, whichever grid they belong to; folders that cannot be read are passed over.</summary>
    public IReadOnlyList<CellRecord> Records() => !Directory.Exists(Path) ? [] :
    [
        .. Directory.GetDirectories(Path).Order(StringComparer.Ordinal).Select(folder => new CellFolder(folder).Record).OfType<CellRecord>(),
    ];
}
