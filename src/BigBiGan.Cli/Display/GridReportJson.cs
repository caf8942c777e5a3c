using BigBiGan.Experiments.Reports;
using BigBiGan.Training.Evaluation.Protocols;

namespace BigBiGan.Cli.Display;

/// <summary>A grid's report as <c>grid report --format json</c> gives it.</summary>
internal static class GridReportJson
{
    public static object Of(GridReport report, AgainstReport? against) => new
    {
        grid = report.Path,
        columns = report.Columns.Select(column => new { column.Metric, protocol = column.Protocol.Text, note = $"{column.Note}" }),
        rows = report.Rows.Select(row => new
        {
            row.Label,
            variant = row.Cells[0].Planned.Cell.VariantPath,
            axes = row.Cells[0].Planned.Cell.Axes.ToDictionary(axis => axis.Key, axis => axis.Value),
            cells = row.Cells.Count,
            row.Done,
            parameters = row.Cells[0].Planned.Parameters,
            multiplyAdds = row.Cells[0].Planned.MultiplyAdds,
            row.Minutes,
            values = Values(report, column => row.Value(column, Subject.Model)),
            untrained = Values(report, column => row.Value(column, Subject.Untrained)?.Mean),
            differences = row == report.Base ? null : Values(report, column => row.Difference(column, report.Base)),
        }),
        against = against is null ? null : new
        {
            results = against.Path,
            cells = against.Cells.Select(cell => new
            {
                cell.Cell.Planned.Cell.Identity,
                label = cell.Cell.Planned.Label,
                cell.Changes,
                movements = cell.Movements.Select(movement => new
                {
                    note = $"{movement.Column.Note}",
                    movement.Column.Metric,
                    movement.Before,
                    movement.After,
                    movement.Difference,
                    movement.Spread,
                    movement.IsLarge,
                }),
                cell.Trouble,
            }),
        },
    };

    private static Dictionary<string, T> Values<T>(GridReport report, Func<ReportColumn, T> value) =>
        report.Columns.ToDictionary(column => $"{column.Note}", value);
}
