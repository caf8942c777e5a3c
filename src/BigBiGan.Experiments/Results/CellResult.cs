using BigBiGan.Training.Evaluation.Protocols;

namespace BigBiGan.Experiments.Results;

/// <summary>What came of a cell: <c>result.json</c>. It is written last, so that a cell that has one is done.</summary>
/// <param name="Step">Whole steps of training.</param>
/// <param name="Seconds">Of training, all sittings together.</param>
/// <param name="Threads">Of one tensor operation.</param>
/// <param name="Pictures">Files in the run's folder.</param>
public sealed record CellResult(
    string Identity, long Step, double Seconds, int Threads, IReadOnlyList<Measurement> Measurements, IReadOnlyList<string> Pictures);
