using BigBiGan.Dsl;
using BigBiGan.Experiments.Cells;
using BigBiGan.Experiments.Results;
using BigBiGan.Training.Evaluation.Protocols;

namespace BigBiGan.Experiments.Tests;

/// <summary>The cells of specs/grid.yaml (two batches by two seeds), and results made up for them in a folder that goes with this.</summary>
internal sealed class Lab : IDisposable
{
    public static Protocol Probe { get; } = new("shapes 1x32x32 00000000, 100 train / 50 test", "linear probe", null, "E with standing statistics");

    public static Protocol Frechet { get; } = new("shapes 1x32x32 00000000", "Frechet distance", "classes-1", "G with standing statistics, EMA");

    public ResultsFolder Results { get; } = new(Directory.CreateTempSubdirectory("bigbigan-experiments-").FullName);

    public IReadOnlyList<PlannedCell> Cells { get; } = [.. Grids.Lab.Cells.Select(cell => Planned(cell))];

    public static PlannedCell Planned(GridCell cell) => new(
        cell,
        new Dictionary<string, string> { ["training.batch"] = cell.Axes.Single().Value, ["training.steps"] = "10" },
        Parameters: 1234,
        MultiplyAdds: 56_789,
        Cost: 1.8e9);

    /// <summary>The same cell as an earlier version of its spec made it.</summary>
    public static PlannedCell Earlier(PlannedCell cell, string key, string value) => cell with
    {
        Cell = cell.Cell with { Identity = new string('e', 64) },
        Spec = new Dictionary<string, string>(cell.Spec) { [key] = value },
    };

    public void Begin(PlannedCell cell) => Results.Of(cell).Begin(cell)?.Dispose();

    public void Finish(PlannedCell cell, params Measurement[] measurements)
    {
        Begin(cell);
        Results.Of(cell).Finish(new CellResult(cell.Cell.Identity, 10, 90, 1, measurements, ["samples.png"]));
        Directory.CreateDirectory(Results.Of(cell).Run);
        File.WriteAllText(Path.Combine(Results.Of(cell).Run, "samples.png"), "a picture");
    }

    public static Measurement Number(string metric, double value, Protocol protocol, Subject subject = Subject.Model) => new(metric, subject, value, protocol);

    public void Dispose() => Directory.Delete(Results.Path, recursive: true);
}
