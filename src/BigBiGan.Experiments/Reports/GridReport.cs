using BigBiGan.Experiments.Cells;
using BigBiGan.Experiments.Results;
using BigBiGan.Training.Errors;
using BigBiGan.Training.Evaluation.Evaluators;
using BigBiGan.Training.Evaluation.Metrics;
using BigBiGan.Training.Evaluation.Protocols;

namespace BigBiGan.Experiments.Reports;

/// <summary>What came of a grid: a row per variant and axes, a column per metric and protocol.</summary>
/// <param name="Columns">
/// In the order of the table of metrics, which says what has a column.
/// Numbers of different protocols have different columns, also where the metric is the same.
/// </param>
public sealed record GridReport(string Path, string Name, string Summary, IReadOnlyList<ReportColumn> Columns, IReadOnlyList<ReportRow> Rows)
{
    /// <exception cref="RunException">Seeds of one row were measured under different protocols: they have no mean.</exception>
    public static GridReport Of(string path, string name, string summary, IReadOnlyList<PlannedCell> cells, ResultsFolder results)
    {
        var found = cells.Select(cell => new ReportCell(cell, results.Of(cell), results.Of(cell).Result(cell.Cell.Identity).Result)).ToList();
        var columns = found.Where(cell => cell.Result is not null).SelectMany(cell => cell.Result!.Measurements)
            .Where(IsShown)
            .Select(m => (m.Metric, m.Protocol))
            .Distinct()
            .OrderBy(column => MetricTable.Order(column.Metric))
            .ThenBy(column => column.Metric, StringComparer.Ordinal)
            .ThenBy(column => column.Protocol.Text, StringComparer.Ordinal)
            .Select((column, i) => new ReportColumn(column.Metric, column.Protocol, (char)('a' + i)))
            .ToList();
        var rows = found.GroupBy(cell => cell.Planned.Row).Select(group => new ReportRow(group.Key, [.. group])).ToList();
        CheckProtocols(columns, rows);
        return new GridReport(path, name, summary, columns, rows);
    }

    private static void CheckProtocols(IReadOnlyList<ReportColumn> columns, IReadOnlyList<ReportRow> rows)
    {
        foreach (var row in rows)
        {
            foreach (var metric in columns.GroupBy(column => column.Metric))
            {
                var used = metric
                    .Select(column => (column.Protocol, Cells: row.Cells.Where(cell => cell.Has(column)).ToList()))
                    .Where(group => group.Cells.Count > 0).ToList();
                if (used.Count > 1)
                {
                    var ways = used.Select(group => $"{string.Join(" and ", group.Cells.Select(cell => cell.Planned.Label))}: {group.Protocol.Text}");
                    throw new RunException(
                        $"the {metric.Key} of {row.Label} was measured in {used.Count} ways, which have no mean ({string.Join("; ", ways)}); "
                        + "delete the result.json of those that differ, and run the grid again");
                }
            }
        }
    }

    /// <summary>The row that others are compared with: the grid's first.</summary>
    public ReportRow Base => Rows[0];

    /// <summary>All rows' cells.</summary>
    public IEnumerable<ReportCell> Cells => Rows.SelectMany(row => row.Cells);

    /// <summary>Cells whose samples cover nothing, by their labels, with that in words.</summary>
    public IEnumerable<(string Label, string What)> Collapsed => Cells
        .Where(cell => cell.Result is not null)
        .Select(cell => (cell.Planned.Label, What: new EvaluationReport(cell.Result!.Measurements).Collapse))
        .Where(cell => cell.What is not null)
        .Select(cell => (cell.Label, cell.What!));

    /// <summary>Cost per second of training, the median over all cells: the <c>rate</c> of a calibration. NaN where no cell is done.</summary>
    public double Rate => Rows.SelectMany(row => row.Cells)
            .Where(cell => cell.Result is not null)
            .Select(cell => cell.Planned.Cost / cell.Result!.Seconds).Order().ToList() is { Count: > 0 } rates
        ? rates[rates.Count / 2]
        : double.NaN;

    private static bool IsShown(Measurement m) => m.Subject == Subject.Model && MetricTable.Of(m.Metric).IsShownIn(MetricPlaces.GridReport);
}

/// <param name="Note">The letter under which the table's foot has the protocol.</param>
public sealed record ReportColumn(string Metric, Protocol Protocol, char Note)
{
    /// <summary>Of the column's values.</summary>
    public string Format => MetricTable.Of(Metric).Format;

    public string Title => MetricTable.Of(Metric).TitleOf(Metric);

    public MetricDirection Direction => MetricTable.Of(Metric).Direction;

    /// <summary>How much worse a difference of the metric is: negative where it is better.</summary>
    public double Worse(double difference) => Direction == MetricDirection.SmallerIsBetter ? difference : -difference;
}

/// <param name="Result">Null where the cell is not done.</param>
public sealed record ReportCell(PlannedCell Planned, CellFolder Folder, CellResult? Result)
{
    public bool Has(ReportColumn column) => Value(column, Subject.Model) is not null;

    /// <summary>Null where the cell is not done, or has no such number.</summary>
    public double? Value(ReportColumn column, Subject subject) =>
        Result?.Measurements.FirstOrDefault(m => m.Metric == column.Metric && m.Protocol == column.Protocol && m.Subject == subject)?.Value;
}

/// <summary>The cells that differ by their seeds alone.</summary>
public sealed record ReportRow(string Label, IReadOnlyList<ReportCell> Cells)
{
    public int Done => Cells.Count(cell => cell.Result is not null);

    /// <summary>Null where no cell of the row has that number under that protocol.</summary>
    public Spread? Value(ReportColumn column, Subject subject) => Spread.Of(
        [.. Cells.Select(cell => cell.Value(column, subject)).OfType<double>()]);

    /// <summary>What the trained cells have more than those of another row; null where the two have fewer than two seeds in common.</summary>
    public PairedDifference? Difference(ReportColumn column, ReportRow from) => PairedDifference.Of(
    [
        .. from cell in Cells
           join other in @from.Cells on cell.Planned.Cell.Seed equals other.Planned.Cell.Seed
           let difference = cell.Value(column, Subject.Model) - other.Value(column, Subject.Model)
           where difference is not null
           select difference.Value,
    ]);

    /// <summary>Minutes of training of a cell.</summary>
    public Spread? Minutes => Spread.Of([.. Cells.Where(cell => cell.Result is not null).Select(cell => cell.Result!.Seconds / 60)]);
}
