using System.Globalization;
using System.Text;
using BigBiGan.Dsl.State;
using BigBiGan.Training.Evaluation.Metrics;
using BigBiGan.Training.Text;

namespace BigBiGan.Experiments.Reports.Html;

/// <summary>One run's report as one HTML file.</summary>
public static class RunPage
{
    private static readonly (string Prefix, string Title)[] Kinds = [("samples", "samples"), ("reconstructions", "reconstructions")];
    private static readonly (string Key, string Title)[] Subjects =
        [("model", "this run"), ("untrained", "untrained"), ("pixels", "pixels"), ("real", "real images")];

    /// <param name="page">The file; replaced in one piece.</param>
    public static void Write(RunReport report, string page, PageOrigin origin) => DurableFile.Write(page, Text(report, origin));

    public static string Text(RunReport report, PageOrigin origin)
    {
        var (run, log) = (report.Run.Identity, report.Log);
        var curves = CurvePlot.Figures(LearningCurve.Of(log, report.Evaluations).Select(curve => new CurveLine(0, curve.Quantity, curve)));
        var seconds = log.Count == 0
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $", step {log[^1].Step} after {log[^1].Seconds / 60:0.0} minutes of training");
        var main = new StringBuilder();
        main.Append($"""
            <header><p class="kind">Run <code>{HtmlText.Of(report.Run.Path)}</code></p><h1>{HtmlText.Of(run.Variant)}</h1>
            <p class="lead">{HtmlText.Of($"{run.Data}, seed {run.Seed}, batch {run.Batch}{seconds}.")}</p>{Notices(report)}</header>

            """);
        main.Append(HtmlPage.Section("results", "Results", Table(report)));
        main.Append(HtmlPage.Section("training", "Training", CurvePlot.All(curves)));
        main.Append(HtmlPage.Section("sheets", "Sheets", Sheets(report)));
        main.Append(HtmlPage.Section("rows", "Spec", $"""<pre tabindex="0"><code>{HtmlText.Of(run.Spec.TrimEnd())}</code></pre>"""));
        main.Append(HtmlPage.Section("protocol", "Protocol", Protocol(report, origin)));
        return HtmlPage.Write(run.Variant, main.ToString(), new
        {
            axes = Array.Empty<string>(),
            curves = CurvePlot.AllData(curves),
        });
    }

    private static string Notices(RunReport report) => report.Notes.Count == 0
        ? ""
        : $"""<ul class="notices">{string.Concat(report.Notes.Select(note => $"<li>{HtmlText.Of(note)}</li>"))}</ul>""";

    private static string Table(RunReport report)
    {
        if (report.Numbers.Count == 0)
        {
            return "";
        }

        var subjects = Subjects.Where(subject => report.Numbers.Any(number => number.Subject == subject.Key)).ToList();
        var html = new StringBuilder();
        html.Append("""<div class="scroll" role="region" aria-labelledby="results" tabindex="0"><table id="table" class="results"><thead><tr>""");
        html.Append("""<th scope="col" data-sort="text">metric</th>""");
        foreach (var (_, title) in subjects)
        {
            html.Append($"""<th scope="col" class="num" data-sort="number">{title}</th>""");
        }

        html.Append("</tr></thead><tbody>");
        var rows = report.Numbers.GroupBy(number => (number.Metric, number.Protocol)).ToList();
        var protocols = rows.Select(row => row.Key.Protocol).Distinct().ToList();
        foreach (var row in rows)
        {
            var metric = MetricTable.Of(row.Key.Metric);
            var better = ColumnName.Better(metric.Direction);
            html.Append($"""<tr data-variant=""><th scope="row" title="{better}">{HtmlText.Of(metric.TitleOf(row.Key.Metric))}<sup>""");
            html.Append($"""{protocols.IndexOf(row.Key.Protocol) + 1}</sup></th>""");
            foreach (var (key, _) in subjects)
            {
                html.Append(row.FirstOrDefault(number => number.Subject == key) is { } number
                    ? $"""<td class="num" data-value="{HtmlText.Number(number.Value)}">{metric.Text(number.Value)}</td>"""
                    : """<td class="num none">–</td>""");
            }

            html.Append("</tr>\n");
        }

        return html.Append("""</tbody></table></div><p class="note">A number is a protocol: numbers of different protocols do not compare.</p>"""
            + $"""<ol class="protocols">{string.Concat(protocols.Select(text => $"<li>{HtmlText.Of(text)}</li>"))}</ol>""").ToString();
    }

    private static string Sheets(RunReport report)
    {
        var figures = Directory.GetFiles(report.Run.Path, "*.png").Order(StringComparer.Ordinal)
            .SelectMany(file => Kinds
                .Where(kind => Path.GetFileName(file).StartsWith(kind.Prefix, StringComparison.Ordinal))
                .Select(kind => (file, kind.Title)))
            .Select(picture => (picture.file, picture.Title, Inline: InlinePicture.Of(picture.file)))
            .Where(picture => picture.Inline is not null)
            .Select(picture => Html.Sheets.Figure(
                picture.Inline!,
                $"{picture.Title} of {report.Run.Identity.Variant}, seed {report.Run.Identity.Seed}",
                HtmlText.Of(Path.GetFileName(picture.file))));
        return string.Concat(figures) is { Length: > 0 } all ? $"""<div class="sheets">{all}</div>""" : "";
    }

    private static string Protocol(RunReport report, PageOrigin origin)
    {
        var run = report.Run.Identity;
        return HtmlPage.Facts(
        [
            ("images", $"{run.Data}, {run.DataIdentity[..12]}"),
            ("spec", run.SpecHash),
            ("seed", run.Seed.ToString(CultureInfo.InvariantCulture)),
            ("trained on", $"{run.Device}, {Quantity.Count(run.Threads, "thread")} per operation"),
            ("trained by", $"bigbigan {run.Version}"),
            ("begun", run.Started.ToString("u", CultureInfo.InvariantCulture)),
            ("kernels", run.Kernels is { Count: > 0 } kernels ? string.Join("; ", kernels) : "all as libtorch calculates them"),
            ("this page", $"bigbigan {origin.Version}"),
        ]) + "<h3>To repeat it</h3>" + HtmlPage.Commands(origin.Commands);
    }
}
