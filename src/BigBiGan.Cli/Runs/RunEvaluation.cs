using System.Globalization;
using System.Text.Json;
using BigBiGan.Cli.Display;
using BigBiGan.Dsl;
using BigBiGan.Dsl.State;
using BigBiGan.Training.Data;
using BigBiGan.Training.Evaluation;
using Spectre.Console;

namespace BigBiGan.Cli.Runs;

/// <summary>Measures a trained model, draws its pictures into the run's folder and prints the table.</summary>
internal static class RunEvaluation
{
    public static void Run(Trained trained, VariantEntry variant, DataSource data, EvaluationSettings settings, bool json) =>
        Show(Write(trained, variant, data, settings), json);

    /// <summary>Pictures and <c>metrics.json</c>, into the run's folder.</summary>
    public static Measured Write(Trained trained, VariantEntry variant, DataSource data, EvaluationSettings settings)
    {
        var pictures = RunPictures.Write(trained, data);
        var report = Measure(trained, variant, data, settings);
        var file = MeasuredData.File(trained.Folder, data, "metrics", ".json");
        var answer = new
        {
            run = trained.Folder.Path,
            variant = variant.Facts.Path,
            step = trained.Step,
            data = data.Name,
            pictures,
            metrics = report.Measurements.Select(m => new { m.Metric, subject = m.Subject.ToString().ToLowerInvariant(), m.Value, protocol = m.Protocol.Text }),
        };
        var text = JsonSerializer.Serialize(answer, Json.Options);
        DurableFile.Write(file, text + "\n");
        return new Measured(report, pictures, file, text);
    }

    public static void Show(Measured measured, bool json)
    {
        if (json)
        {
            Console.Out.WriteLine(measured.Text);
            return;
        }

        Print(measured.Report);
        foreach (var file in measured.Pictures.Append(measured.File))
        {
            Console.Out.WriteLine(file);
        }
    }

    private static EvaluationReport Measure(Trained trained, VariantEntry variant, DataSource data, EvaluationSettings settings)
    {
        var seed = trained.Folder.Identity.Seed;
        using var evaluator = new Evaluator(
            data, variant.Facts, settings, trained.Device, Warning.Print,
            SlowProgress.Of("training the classifier that judges samples (once per data set)"));
        Console.Error.WriteLine("measuring: linear probe, neighbours, distance of samples");
        EvaluationReport measured;
        using (var generator = new JudgedGenerator(trained.Model, trained.Ema, seed, trained.Device))
        {
            measured = evaluator.Measure(trained.Model, generator.Source);
        }

        using var untrained = variant.Create(trained.Device, seed);
        using var first = new JudgedGenerator(untrained, null, seed, trained.Device);
        return measured.And(evaluator.MeasureBaselines(untrained, first.Source));
    }

    private static void Print(EvaluationReport report)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("", "this run", "untrained", "pixels", "real images");
        foreach (var column in table.Columns.Skip(1))
        {
            column.RightAligned();
        }

        Row("linear probe accuracy", "probe", "0.000");
        var neighbours = report.Measurements.Select(m => m.Metric).FirstOrDefault(metric => metric.StartsWith("knn", StringComparison.Ordinal)) ?? "";
        Row($"{neighbours.TrimStart('k', 'n')}-nearest-neighbour accuracy", neighbours, "0.000");
        Row("Frechet distance of samples", "frechet", "0.00");
        Terminal.Out.Write(table);
        foreach (var protocol in report.Measurements.Where(m => (m.Metric is "probe" or "frechet" || m.Metric == neighbours) && m.Subject == Subject.Model).Select(m => $"{m.Metric}: {m.Protocol.Text}").Distinct())
        {
            Console.Out.WriteLine(protocol);
        }

        void Row(string title, string metric, string format)
        {
            var values = new[] { Subject.Model, Subject.Untrained, Subject.Pixels, Subject.Real }.Select(subject => report.Find(metric, subject)).ToList();
            if (values.Any(v => v is not null))
            {
                table.AddRow([title, .. values.Select(v => v?.ToString(format, CultureInfo.InvariantCulture) ?? "-")]);
            }
        }
    }
}

/// <param name="File"><c>metrics.json</c>.</param>
/// <param name="Text">What stands in it.</param>
internal sealed record Measured(EvaluationReport Report, IReadOnlyList<string> Pictures, string File, string Text);
