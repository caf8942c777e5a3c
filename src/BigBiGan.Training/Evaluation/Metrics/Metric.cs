using System.Globalization;
using BigBiGan.Training.Evaluation.Protocols;

namespace BigBiGan.Training.Evaluation.Metrics;

/// <summary>What every place that shows a metric knows of it.</summary>
/// <param name="Id">Its name in measurements, without a setting: <c>knn</c> of <c>knn5</c>.</param>
/// <param name="Title">For people, with <c>{0}</c> where the setting stands.</param>
/// <param name="Format">A .NET format of its values.</param>
/// <param name="Direction">Which values are the better ones.</param>
/// <param name="Places">Where it is shown.</param>
public abstract record Metric(string Id, string Title, string Format, MetricDirection Direction, MetricPlaces Places)
{
    /// <summary>Whether a place shows it.</summary>
    public bool IsShownIn(MetricPlaces place) => Places.HasFlag(place);

    /// <summary>The title of a measurement, with its own setting.</summary>
    /// <param name="measured">The measurement's name: <c>knn5</c>.</param>
    public string TitleOf(string measured) => string.Format(CultureInfo.InvariantCulture, Title, measured[Id.Length..]);

    /// <summary>Names that everyone knows and that only one way of measuring bears; its method begins with the name.</summary>
    public IReadOnlyList<string> KnownNames { get; init; } = [];

    /// <summary>The title of a measurement: the name that everyone knows where it was measured in that way.</summary>
    public string TitleOf(Measurement measurement) =>
        KnownNames.FirstOrDefault(measurement.Protocol.Method.Split(',')[0].Equals) ?? TitleOf(measurement.Metric);

    /// <summary>A value as tables show it.</summary>
    public string Text(double value) => value.ToString(Format, CultureInfo.InvariantCulture);

    /// <summary>The name under which a value is stored.</summary>
    internal string NameOf(MetricValue value) => string.Create(CultureInfo.InvariantCulture, $"{Id}{value.Number}");
}

/// <summary>A metric of features that come with labels: how well one tells the classes of images from them.</summary>
/// <param name="Measure">Makes the number; null where these features have none.</param>
internal sealed record FeatureMetric(
    string Id, string Title, string Format, MetricDirection Direction, MetricPlaces Places, Func<LabelledFeatures, MetricValue?> Measure)
    : Metric(Id, Title, Format, Direction, Places);

/// <summary>A metric of samples beside real images.</summary>
/// <param name="Measure">Makes the number; null where these samples have none.</param>
internal sealed record SampleMetric(
    string Id, string Title, string Format, MetricDirection Direction, MetricPlaces Places, Func<SampleFeatures, MetricValue?> Measure)
    : Metric(Id, Title, Format, Direction, Places)
{
    /// <summary>Whether it needs the features of the real images; else their mean and covariance will do, as other tools write them, or nothing.</summary>
    public bool NeedsImages { get; init; } = true;
}

/// <summary>A measurement of another version of this program. It is shown everywhere under its own name, as nobody decided to leave it out.</summary>
public sealed record UnlistedMetric(string Id)
    : Metric(
        Id,
        Id.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal),
        "0.####",
        MetricDirection.LargerIsBetter,
        MetricPlaces.All);
