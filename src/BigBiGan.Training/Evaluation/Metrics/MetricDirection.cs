namespace BigBiGan.Training.Evaluation.Metrics;

/// <summary>Which of two values of a metric is the better one.</summary>
public enum MetricDirection
{
    /// <summary>An accuracy or a share.</summary>
    LargerIsBetter,

    /// <summary>A distance.</summary>
    SmallerIsBetter,
}
