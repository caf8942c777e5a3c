namespace BigBiGan.Training.Evaluation.Metrics;

/// <summary>A number and how it was made.</summary>
/// <param name="Value">In the metric's own unit.</param>
/// <param name="Method">The metric with its settings, for the protocol: <c>5 nearest neighbours, Euclidean</c>.</param>
/// <param name="Number">The setting that is part of the measured name, such as the 5 of <c>knn5</c>; null where there is none.</param>
public sealed record MetricValue(double Value, string Method, int? Number = null);
