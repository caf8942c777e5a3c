using BigBiGan.Experiments.Cells;
using BigBiGan.Experiments.Results;
using BigBiGan.Training.Errors;

namespace BigBiGan.Experiments.Tests.Claims;

/// <summary>A process that takes the cells of specs/widths.yaml as <c>grid cell</c> does, one after the other; what training would be is a line in a file.</summary>
internal static class Claimant
{
    /// <summary>In a cell's folder: a line per process that had the cell.</summary>
    public const string Trained = "trained.txt";

    /// <summary>In the results: a file of this ending says that a process waits for <see cref="Start"/>.</summary>
    public const string Ready = ".ready";

    /// <summary>In the results: none begins before it is there.</summary>
    public const string Start = "start";

    public static IReadOnlyList<PlannedCell> Cells { get; } = [.. Grids.Widths.Cells.Select(cell => new PlannedCell(cell, new Dictionary<string, string>(), 1, 1, 1))];

    public static void Run(string path)
    {
        var results = new ResultsFolder(path);
        File.WriteAllText(Path.Combine(path, $"{Environment.ProcessId}{Ready}"), "");
        while (!File.Exists(Path.Combine(path, Start)))
        {
            Thread.Sleep(1);
        }

        foreach (var cell in Cells)
        {
            var folder = results.Of(cell);
            try
            {
                using var claim = folder.Begin(cell);
                if (claim is not null)
                {
                    File.AppendAllText(Path.Combine(folder.Path, Trained), $"{Environment.ProcessId}\n");
                    Thread.Sleep(5);
                    claim.Check();
                    folder.Finish(new CellResult(cell.Cell.Identity, 1, 1, 1, [], []));
                }
            }
            catch (RunException)
            {
                // another process has it
            }
        }
    }
}
