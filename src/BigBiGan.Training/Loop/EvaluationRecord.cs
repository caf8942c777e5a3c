namespace BigBiGan.Training.Loop;

/// <summary>What was measured of a model between two steps.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Seconds">Training time of the whole run so far; measuring is no part of it.</param>
/// <param name="Took">Seconds of measuring and drawing.</param>
/// <param name="Share">Of the time of the whole run so far that went by measuring, from 0 to 1.</param>
/// <param name="Spread">How far samples differ from one another, over how far real images do: standard deviations over images, in the mean over pixels.</param>
/// <param name="Metrics">Of the model with averaged weights.</param>
public sealed record EvaluationRecord(long Step, double Seconds, double Took, double Share, double Spread, IReadOnlyList<MetricRecord> Metrics);

/// <param name="Metric">Its name in tables: <c>probe</c>, <c>frechet</c>.</param>
/// <param name="Protocol">How it was measured, as one line.</param>
public sealed record MetricRecord(string Metric, double Value, string Protocol);
