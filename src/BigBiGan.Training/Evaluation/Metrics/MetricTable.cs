using BigBiGan.Training.Evaluation.Solvers;
using static BigBiGan.Training.Evaluation.Metrics.MetricDirection;
using static BigBiGan.Training.Evaluation.Metrics.MetricPlaces;

namespace BigBiGan.Training.Evaluation.Metrics;

/// <summary>
/// All metrics, a row each. The evaluation measures what stands here, and every table and report shows it as its row says: a new metric is a
/// class with its formula and a row.
/// </summary>
public static class MetricTable
{
    private const string Digits = "0123456789";

    /// <summary>In the order of tables: first what is measured of features, then what is measured of samples.</summary>
    public static readonly IReadOnlyList<Metric> All =
    [
        new FeatureMetric("probe", "linear probe accuracy", "0.000", LargerIsBetter, MetricPlaces.All, features =>
            new(features.Probe.Accuracy, features.ProbeMethod)),
        new FeatureMetric("probe-top", "linear probe top-{0} accuracy", "0.000", LargerIsBetter, RunTable, features =>
            TopFive(features.Probe, features.ProbeMethod)),
        new FeatureMetric("probe-crelu", "BN+CReLU probe accuracy", "0.000", LargerIsBetter, RunTable, features =>
            features.ProbeOfBothSides is { } probe ? new(probe.Accuracy, features.MethodOfBothSides) : null),
        new FeatureMetric("probe-crelu-top", "BN+CReLU probe top-{0} accuracy", "0.000", LargerIsBetter, RunTable, features =>
            TopFive(features.ProbeOfBothSides, features.MethodOfBothSides)),
        new FeatureMetric("knn", "{0}-nearest-neighbour accuracy", "0.000", LargerIsBetter, MetricPlaces.All, features =>
            new(features.NeighbourAccuracy(), $"{features.Neighbours} nearest neighbours, Euclidean", features.Neighbours)),
        new SampleMetric("frechet", "Frechet distance of samples", "0.00", SmallerIsBetter, MetricPlaces.All, features =>
            new(
                FrechetDistance.Between(features.RealMoments, FeatureMoments.Of(features.Samples, features.Work("calculating moments of samples"))),
                features.NameOr(features.DistanceName, "Frechet distance")))
        {
            KnownNames = ["FID", "clean-FID"],
            NeedsImages = false,
        },
        new SampleMetric("kernel", "kernel distance of samples", "0.0000", SmallerIsBetter, RunTable, features =>
            new(
                KernelDistance.Between(features.Real, features.Samples, features.Work("comparing samples and real images by kernel")),
                "cubic kernel distance, unbiased")),
        new SampleMetric("precision", "precision of samples", "0.000", LargerIsBetter, RunTable, features =>
            new(PrecisionRecall.Of(features.Balls).Precision, SampleFeatures.BallMethod)),
        new SampleMetric("recall", "recall of real images", "0.000", LargerIsBetter, RunTable, features =>
            new(PrecisionRecall.Of(features.Balls).Recall, SampleFeatures.BallMethod)),
        new SampleMetric("density", "density of samples", "0.000", LargerIsBetter, RunTable, features =>
            new(DensityCoverage.Of(features.Balls).Density, SampleFeatures.BallMethod)),
        new SampleMetric("coverage", "coverage of real images", "0.000", LargerIsBetter, RunTable, features =>
            new(DensityCoverage.Of(features.Balls).Coverage, SampleFeatures.BallMethod)),
        new SampleMetric("inception-score", "class score of samples", "0.00", LargerIsBetter, RunTable, InceptionScore.Measure)
        {
            KnownNames = ["Inception Score"],
            NeedsImages = false,
        },
    ];

    /// <summary>Null where the probe has none.</summary>
    private static MetricValue? TopFive(LinearProbe? probe, string method) =>
        probe?.TopFive is { } share ? new(share, method, LinearProbe.Guesses) : null;

    /// <summary>The row of a measurement.</summary>
    /// <param name="measured">The measurement's name: <c>frechet</c>, <c>knn5</c>.</param>
    /// <returns>An <see cref="UnlistedMetric"/> where the table has no such row.</returns>
    public static Metric Of(string measured) => All.FirstOrDefault(metric => metric.Id == measured.TrimEnd([.. Digits])) ?? new UnlistedMetric(measured);

    /// <summary>Where a measurement stands in tables: by its row, behind all rows where it has none.</summary>
    /// <param name="measured">The measurement's name.</param>
    public static int Order(string measured)
    {
        var row = Of(measured);
        return All.TakeWhile(metric => metric != row).Count();
    }
}
