using System.Globalization;

namespace BigBiGan.Training.Evaluation.Metrics;

/// <summary>A metric as tables show it.</summary>
/// <param name="Name">As measurements name it, without the number in <c>knn5</c>.</param>
/// <param name="Title">With <c>{0}</c> where that number stands.</param>
/// <param name="Format">Of its values.</param>
public sealed record Metric(string Name, string Title, string Format)
{
    /// <summary>All that are measured, in the order of tables.</summary>
    public static readonly IReadOnlyList<Metric> All =
    [
        new("probe", "linear probe accuracy", "0.000"),
        new("knn", "{0}-nearest-neighbour accuracy", "0.000"),
        new("frechet", "Frechet distance of samples", "0.00"),
        new("kernel", "kernel distance of samples", "0.0000"),
        new("precision", "precision of samples", "0.000"),
        new("recall", "recall of real images", "0.000"),
        new("density", "density of samples", "0.000"),
        new("coverage", "coverage of real images", "0.000"),
        new("inception-score", "class score of samples", "0.00"),
    ];

    /// <exception cref="InvalidOperationException">There is no such metric.</exception>
    public static Metric Of(string measured) => All.First(metric => metric.Name == measured.TrimEnd([.. "0123456789"]));

    /// <summary>The title with a measurement's own number.</summary>
    public string TitleOf(string measured) => string.Format(CultureInfo.InvariantCulture, Title, measured[Name.Length..]);

    public string Text(double value) => value.ToString(Format, CultureInfo.InvariantCulture);
}
