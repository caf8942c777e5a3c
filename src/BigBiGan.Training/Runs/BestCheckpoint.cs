namespace BigBiGan.Training.Runs;

/// <summary>The checkpoint of a run that was measured along the way and found the best: it stays, however old it becomes.</summary>
/// <param name="Step">Of the checkpoint.</param>
/// <param name="Metric">By which it is the best.</param>
/// <param name="Value">As it was measured then.</param>
public sealed record BestCheckpoint(long Step, string Metric, double Value);
