namespace BigBiGan.Training.Evaluation.Metrics;

/// <summary>Where a metric is shown. The files <c>metrics.json</c> and <c>result.json</c> hold all that was measured.</summary>
[Flags]
public enum MetricPlaces
{
    /// <summary>In files alone.</summary>
    None = 0,

    /// <summary>The table that <c>train</c> and <c>evaluate</c> print.</summary>
    RunTable = 1,

    /// <summary>A column of a grid's report.</summary>
    GridReport = 2,

    /// <summary>Everywhere.</summary>
    All = RunTable | GridReport,
}
