using BigBiGan.Experiments.Results;
using BigBiGan.Training.Evaluation.Protocols;

namespace BigBiGan.Experiments.Reports;

/// <summary>
/// A grid's cells beside those of other results, as of the main branch: a cell is found by its variant, axes and seed, so that one whose
/// spec has changed is found too.
/// </summary>
/// <param name="Path">Of the other results.</param>
public sealed record AgainstReport(string Path, IReadOnlyList<ReportColumn> Columns, IReadOnlyList<AgainstCell> Cells)
{
    public static AgainstReport Of(GridReport report, ResultsFolder other)
    {
        var found = other.Done().ToLookup(done => done.Record.Label);
        var pairs = report.Cells.Select(cell => (Cell: cell, Other: Best(cell, [.. found[cell.Planned.Label]]))).ToList();
        return new AgainstReport(other.Path, report.Columns, [.. report.Rows.SelectMany(row =>
        {
            var ofRow = pairs.Where(pair => row.Cells.Contains(pair.Cell)).ToList();
            return ofRow.Select(pair => Compare(report, row, pair.Cell, pair.Other, [.. ofRow.Select(one => one.Other?.Result).OfType<CellResult>()]));
        })]);
    }

    /// <summary>The very cell where it is there, else the newest that was it under another version of its spec.</summary>
    private static (CellRecord Record, CellResult Result)? Best(ReportCell cell, List<(CellRecord Record, CellResult Result)> found) =>
        found.Count == 0 ? null
        : found.FirstOrDefault(done => done.Record.Identity == cell.Planned.Cell.Identity) is { Record: not null } same ? same
        : found[^1];

    private static AgainstCell Compare(
        GridReport report, ReportRow row, ReportCell cell, (CellRecord Record, CellResult Result)? other, IReadOnlyList<CellResult> others)
    {
        if (cell.Result is null || other is not { } found)
        {
            return new AgainstCell(cell, [], [], cell.Result is null ? "has no result here" : "has no result there", other is not null);
        }

        var movements = report.Columns
            .Select(column => (column, Before: Value(found.Result, column), After: cell.Value(column, Subject.Model)))
            .Where(number => number is { Before: not null, After: not null })
            .Select(number => new Movement(number.column, number.Before!.Value, number.After!.Value, SpreadOf(row, number.column, others))).ToList();
        var odd = report.Columns
            .Where(column => cell.Has(column) && Value(found.Result, column) is null)
            .Select(column => column.Metric).ToList();
        return new AgainstCell(
            cell,
            found.Record.Changes(CellRecord.Of(cell.Planned)),
            movements,
            odd.Count == 0 ? null : $"was not measured there in the same way: {string.Join(", ", odd)}",
            IsThere: true);
    }

    private static double? Value(CellResult result, ReportColumn column) => result.Measurements
        .FirstOrDefault(m => m.Metric == column.Metric && m.Protocol == column.Protocol && m.Subject == Subject.Model)?.Value;

    /// <summary>The larger of the row's two deviations of one seed; null where neither has two seeds.</summary>
    private static double? SpreadOf(ReportRow row, ReportColumn column, IReadOnlyList<CellResult> others)
    {
        var deviations = new[]
        {
            row.Value(column, Subject.Model)?.Deviation,
            Spread.Of([.. others.Select(result => Value(result, column)).OfType<double>()])?.Deviation,
        };
        return deviations.Max();
    }
}

/// <param name="Changes">Of its spec, data and protocol since: <c>training.batch 32 -> 16</c>; empty where it is the very cell.</param>
/// <param name="Movements">A metric each that both have under one protocol.</param>
/// <param name="Trouble">What cannot be compared, as the end of a sentence about the cell; null where all can.</param>
/// <param name="IsThere">Whether the other results have it.</param>
public sealed record AgainstCell(
    ReportCell Cell, IReadOnlyList<string> Changes, IReadOnlyList<Movement> Movements, string? Trouble, bool IsThere);

/// <param name="Before">Among the other results.</param>
/// <param name="After">Here.</param>
/// <param name="Spread">The deviation of one seed; null where a row has no two seeds.</param>
public sealed record Movement(ReportColumn Column, double Before, double After, double? Spread)
{
    public double Difference => After - Before;

    /// <summary>How much worse it is; negative where it is better.</summary>
    public double Worse => Column.Worse(Difference);

    /// <summary>Whether the difference is larger than that from seed to seed.</summary>
    public bool IsLarge => Math.Abs(Difference) > Spread;
}
