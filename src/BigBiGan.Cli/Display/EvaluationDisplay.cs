using BigBiGan.Training.Evaluation.Evaluators;
using BigBiGan.Training.Evaluation.Metrics;
using BigBiGan.Training.Evaluation.Protocols;
using BigBiGan.Training.Sessions;
using Spectre.Console;

namespace BigBiGan.Cli.Display;

/// <summary>What an evaluation found, as a command's answer.</summary>
internal static class EvaluationDisplay
{
    /// <param name="json">The text of <c>metrics.json</c> alone; else a table with its protocols, notes and files.</param>
    public static void Show(EvaluationResult result, bool json)
    {
        if (json)
        {
            Console.Out.WriteLine(result.Text);
            return;
        }

        Print(result.Report);
        foreach (var note in result.Notes)
        {
            Console.Out.WriteLine($"note: {note}");
        }

        foreach (var file in result.Pictures.Append(result.File))
        {
            Console.Out.WriteLine(file);
        }
    }

    private static void Print(EvaluationReport report)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("", "this run", "untrained", "pixels", "real images");
        foreach (var column in table.Columns.Skip(1))
        {
            column.RightAligned();
        }

        var measured = report.Measurements
            .Select(m => m.Metric).Distinct()
            .Where(name => MetricTable.Of(name).IsShownIn(MetricPlaces.RunTable))
            .OrderBy(MetricTable.Order);
        foreach (var name in measured)
        {
            var metric = MetricTable.Of(name);
            var title = metric.TitleOf(report.Measurements.First(m => m.Metric == name));
            var values = new[] { Subject.Model, Subject.Untrained, Subject.Pixels, Subject.Real }.Select(subject => report.Find(name, subject));
            table.AddRow([title, .. values.Select(value => value is { } number ? metric.Text(number) : "-")]);
        }

        Terminal.Out.Write(table);
        foreach (var group in report.Measurements.Where(m => m.Subject == Subject.Model).GroupBy(m => m.Protocol))
        {
            Console.Out.WriteLine($"{string.Join(", ", group.Select(m => m.Metric))}: {group.Key.Text}");
        }
    }
}
