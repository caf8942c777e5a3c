using BigBiGan.Training.Evaluation.Metrics;

namespace BigBiGan.Experiments.Reports.Html;

/// <summary>A column as a page names it.</summary>
internal static class ColumnName
{
    /// <summary>The metric with the letter of its protocol, which leads to it.</summary>
    public static string Html(ReportColumn column) => $"{HtmlText.Of(column.Metric)}<sup>{HtmlText.Of($"{column.Note}")}</sup>";

    public static string Better(ReportColumn column) => Better(column.Direction);

    public static string Better(MetricDirection direction) => direction == MetricDirection.SmallerIsBetter ? "smaller is better" : "larger is better";
}
