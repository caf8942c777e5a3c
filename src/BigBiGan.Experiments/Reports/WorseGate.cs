using System.Globalization;
using BigBiGan.Training.Evaluation.Metrics;

namespace BigBiGan.Experiments.Reports;

/// <summary>How much worse a metric of a cell may become: <c>worse:probe:0.01</c>.</summary>
/// <param name="Metric">As measurements name it, or without its setting: <c>knn5</c>, <c>knn</c>.</param>
/// <param name="Amount">In the metric's own unit, from 0 on.</param>
public sealed record WorseGate(string Metric, double Amount)
{
    private const string Word = "worse";

    /// <summary>Null where the text is no gate.</summary>
    public static WorseGate? Parse(string text) =>
        text.Split(':') is [Word, { Length: > 0 } metric, var amount]
        && double.TryParse(amount, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var most)
        && double.IsFinite(most)
            ? new WorseGate(metric, most)
            : null;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Word}:{Metric}:{Amount}");

    /// <summary>Whether the gate is about a column.</summary>
    public bool Watches(ReportColumn column) => column.Metric == Metric || MetricTable.Of(column.Metric).Id == Metric;

    /// <summary>A line per cell that is worse by more, that cannot be compared though it has the metric, or that only the other results have.</summary>
    public IReadOnlyList<string> Failures(AgainstReport against) =>
    [
        .. against.Cells.SelectMany(cell => cell.Cell.Result is null && cell.IsThere
            ? [$"{cell.Cell.Planned.Label}: {cell.Trouble} and has one there: {this} cannot judge it"]
            : against.Columns.Where(column => Watches(column) && cell.Cell.Has(column)).Select(column => Failure(cell, column))).OfType<string>(),
    ];

    private string? Failure(AgainstCell cell, ReportColumn column)
    {
        if (cell.Movements.FirstOrDefault(movement => movement.Column == column) is not { } movement)
        {
            return $"{cell.Cell.Planned.Label}: its {column.Metric} cannot be compared with {this}: it {cell.Trouble}";
        }

        // a number that is none is worse than any
        return movement.Worse <= Amount
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{cell.Cell.Planned.Label}: {column.Metric} is worse by {movement.Worse.ToString(Precise(column), CultureInfo.InvariantCulture)} ")
              + $"({movement.Before.ToString(column.Format, CultureInfo.InvariantCulture)} -> "
              + $"{movement.After.ToString(column.Format, CultureInfo.InvariantCulture)}), "
              + string.Create(CultureInfo.InvariantCulture, $"more than the {Amount} of {this}");
    }

    /// <summary>With a digit more than the metric is shown with.</summary>
    private static string Precise(ReportColumn column) => column.Format + "0";
}
