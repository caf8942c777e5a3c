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

    /// <summary>All cells that are done, the newest result last; whichever grid they belong to, and whether or not a grid still has them.</summary>
    public IReadOnlyList<(CellRecord Record, CellResult Result)> Done() => !Directory.Exists(Path) ? [] :
    [
        .. from path in Directory.GetDirectories(Path).Order(StringComparer.Ordinal)
           let folder = new CellFolder(path)
           let record = folder.Record
           where record is not null
           let result = folder.Result(record.Identity).Result
           where result is not null
           orderby File.GetLastWriteTimeUtc(System.IO.Path.Combine(path, "result.json"))
           select (record, result),
    ];
}
