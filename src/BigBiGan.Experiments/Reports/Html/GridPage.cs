using System.Globalization;
using System.Text;
using BigBiGan.Dsl.State;
using BigBiGan.Experiments.Results;
using BigBiGan.Training.Evaluation.Protocols;
using BigBiGan.Training.Runs;
using BigBiGan.Training.Text;

namespace BigBiGan.Experiments.Reports.Html;

/// <summary>A grid's report as one HTML file.</summary>
public static class GridPage
{
    /// <summary>Writes <c>report.html</c>. The same results, told by the same program, give the same bytes.</summary>
    /// <param name="origin">Who tells it, and how to do it again.</param>
    /// <param name="against">The cells beside those of other results; null where nobody asked for them.</param>
    /// <param name="progress">Receives (done, total) of the pictures, where they take long.</param>
    /// <returns>The page.</returns>
    public static string Write(GridReport report, string folder, PageOrigin origin, AgainstReport? against = null, Action<int, int>? progress = null)
    {
        Directory.CreateDirectory(folder);
        var page = Path.Combine(folder, "report.html");
        DurableFile.Write(page, Text(report, origin, against, progress));
        return page;
    }

    public static string Text(GridReport report, PageOrigin origin, AgainstReport? against = null, Action<int, int>? progress = null)
    {
        var names = RowNames.Of([.. report.Rows.Select(row => row.Cells[0].Planned)]);
        var curves = Curves(report, names);
        var main = new StringBuilder();
        main.Append(Head(report, names));
        main.Append(HtmlPage.Section("results", "Results", Toolbar(names) + ResultTable.Write(report, names) + Foot(report)));
        main.Append(against is null ? "" : HtmlPage.Section("against", $"Beside {against.Path}", AgainstTable.Write(against)));
        main.Append(HtmlPage.Section("metrics", "Metrics", Metrics(report, names)));
        main.Append(HtmlPage.Section("training", "Training", Training(curves, names)));
        main.Append(HtmlPage.Section("sheets", "Sheets", Sheets.Write(report, names, progress)));
        main.Append(HtmlPage.Section("rows", "Rows", string.Concat(report.Rows.Select((row, i) => RowDetails.Write(report, row, i, names.Names[i])))));
        main.Append(HtmlPage.Section("protocol", "Protocol", Protocol(report, origin)));
        return HtmlPage.Write(report.Name, main.ToString(), new
        {
            axes = names.Varying,
            metrics = report.Columns.Select(column => column.Format),
            curves = CurvePlot.AllData(curves),
        });
    }

    private static string Head(GridReport report, RowNames names)
    {
        var shared = names.Shared.Count == 0 ? "" : $" All rows have {string.Join(", ", names.Shared.Select(axis => $"{axis.Key} {axis.Value}"))}.";
        var done = report.Rows.Sum(row => row.Done);
        var total = report.Rows.Sum(row => row.Cells.Count);
        var summary = report.Summary.Length == 0 ? "" : $"{char.ToUpperInvariant(report.Summary[0])}{report.Summary[1..].TrimEnd('.')}. ";
        return $"""
            <header><p class="kind">Grid <code>{HtmlText.Of(report.Path)}</code></p><h1>{HtmlText.Of(report.Name)}</h1>
            <p class="lead">{HtmlText.Of(summary)}{done} of {Quantity.Count(total, "cell")} done.{HtmlText.Of(shared)}</p>{Notices(report)}</header>

            """;
    }

    private static string Notices(GridReport report)
    {
        var collapsed = report.Collapsed.Select(cell => $"<li><strong>{HtmlText.Of(cell.Label)}</strong>: {HtmlText.Of(cell.What)}</li>");
        var missing = report.Cells
            .Where(cell => cell.Result is null)
            .Select(cell => $"<li><strong>{HtmlText.Of(cell.Planned.Label)}</strong> {HtmlText.Of(RowDetails.Missing(cell.Folder))}</li>");
        List<string> notices = [.. collapsed, .. missing];
        return notices.Count == 0
            ? ""
            : $"""<details class="notices"{(notices.Count <= 3 ? " open" : "")}><summary>"""
                + $"""{Quantity.Count(notices.Count, "notice")}: cells that are missing, or whose samples collapsed</summary><ul>"""
                + $"""{string.Concat(notices)}</ul></details>""";
    }

    /// <summary>For the script, which shows it.</summary>
    private static string Toolbar(RowNames names)
    {
        var axes = names.Varying.Select((key, i) => $"""<option value="axis-{i}">{HtmlText.Of(key)}</option>""");
        return $"""
            <form class="tools" hidden role="search" aria-label="rows">
            <label>Filter <input type="search" id="filter" placeholder="name or value" autocomplete="off"></label>
            <label>Group by <select id="group"><option value="">nothing</option><option value="variant">variant</option>{string.Concat(axes)}</select></label>
            <output id="count" role="status"></output></form>

            """;
    }

    private static string Foot(GridReport report)
    {
        var tests = report.Rows.Where(row => row != report.Base).Sum(row => report.Columns.Count(column => row.Difference(column, report.Base) is not null));
        var compared = tests == 0
            ? ""
            : " Below that, the difference to the base row over common seeds with its 95 % interval and p of a paired t test, "
              + $"grey where p is 0.05 or more; of {tests} such tests, "
              + string.Create(CultureInfo.InvariantCulture, $"{0.05 * tests:0.#} would be below it by chance where nothing differs.");
        var protocols = report.Columns.Select(column =>
            $"<li value=\"{column.Note - 'a' + 1}\"><strong>{HtmlText.Of(column.Metric)}</strong>: {HtmlText.Of(column.Protocol.Text)}</li>");
        return $"""
            <p class="note">Means over seeds ± the deviation of one seed; below them, the same networks untrained.{compared}
            Minutes are of training one cell. A letter is a protocol: numbers of different letters do not compare.</p>
            <ol type="a" class="protocols">{string.Concat(protocols)}</ol>

            """;
    }

    private static string Metrics(GridReport report, RowNames names)
    {
        var dots = report.Columns
            .Where(column => report.Rows.Any(row => row.Value(column, Subject.Model) is not null))
            .Select((column, i) => DotPlot.Write($"metric-{i}", column, report, names));
        var axes = names.Varying.SelectMany((key, a) => report.Columns.Select((column, i) => AxisPlot.Write($"axis-{a}-{i}", column, key, report, names)));
        return $"""<div class="plots">{string.Concat(dots)}{string.Concat(axes.OfType<string>())}</div>"""
            + """<p class="note">Filled: the mean, with the deviation of one seed and each seed; hollow: untrained; the vertical line: the base row.</p>""";
    }

    private static string Training(IReadOnlyList<IReadOnlyList<CurveLine>> curves, RowNames names) =>
        CurvePlot.All(curves, "A line per cell, coloured by row. ", Legend(curves, names));

    private static string Legend(IReadOnlyList<IReadOnlyList<CurveLine>> curves, RowNames names)
    {
        var rows = curves.SelectMany(lines => lines).Select(line => line.Row).Distinct().Order();
        var items = rows.Select(row => $"""<li data-row="{row}"><span class="key c{row % PlotFrame.Colours}"></span>{HtmlText.Of(names.Names[row])}</li>""");
        return $"""<ul class="legend">{string.Concat(items)}</ul>""";
    }

    private static IReadOnlyList<IReadOnlyList<CurveLine>> Curves(GridReport report, RowNames names) => CurvePlot.Figures(
        report.Rows.SelectMany((row, i) => row.Cells
            .Where(cell => cell.Result is not null)
            .SelectMany(cell => Log(cell.Folder)
                .Select(curve => new CurveLine(i, $"{names.Names[i]}, seed {cell.Planned.Cell.Seed}", curve)))));

    private static IReadOnlyList<LearningCurve> Log(CellFolder folder)
    {
        var log = RunFolder.LogIn(folder.Run);
        var (steps, evaluations) = File.Exists(log) ? RunLog.ReadAll(log) : ([], []);
        return LearningCurve.Of(steps, evaluations);
    }

    private static string Protocol(GridReport report, PageOrigin origin)
    {
        var cell = report.Base.Cells[0].Planned.Cell;
        var protocol = cell.Protocol;
        var sizes = $"{protocol.Samples} samples, {protocol.TrainImages} training and {protocol.TestImages} test images";
        var threads = report.Cells.Select(one => one.Result?.Threads).OfType<int>().Distinct().Order().Select(count => Quantity.Count(count, "thread"));
        var rate = report.Rate.ToString("0.0e+0", CultureInfo.InvariantCulture);
        return HtmlPage.Facts(
        [
            ("images", cell.Manifest is { } manifest ? $"{cell.Data}, pinned to {manifest[..12]}" : cell.Data),
            ("seeds", string.Join(", ", report.Cells.Select(one => one.Planned.Cell.Seed).Distinct().Order())),
            ("measured with", $"{sizes}, {protocol.Neighbours} neighbours, batches of {protocol.Batch}"),
            ("trained on", $"{string.Join(" or ", threads)} per cell"),
            ("speed", $"{rate} multiply-adds per second, the median cell: the `rate` of a calibration"),
            ("this page", $"bigbigan {origin.Version}"),
        ]) + "<h3>To repeat it</h3>" + HtmlPage.Commands(origin.Commands);
    }
}
