using System.Globalization;
using BigBiGan.Cli.Display;
using BigBiGan.Dsl;
using BigBiGan.Dsl.Spec.Rules;
using BigBiGan.Dsl.State;
using BigBiGan.Training.Data.Sources;
using BigBiGan.Training.Evaluation.Evaluators;
using BigBiGan.Training.Evaluation.Metrics;
using BigBiGan.Training.Evaluation.Protocols;
using BigBiGan.Training.Evaluation.Sampling;
using BigBiGan.Training.Text;
using Spectre.Console;

namespace BigBiGan.Cli.Runs;

/// <summary>Measures a trained model, draws its pictures into the run's folder and prints the table.</summary>
internal static class RunEvaluation
{
    /// <summary>Of the untrained G in the average: more is told.</summary>
    private const double UntrainedShare = 0.05;

    public static void Run(Trained trained, VariantEntry variant, DataSource data, EvaluationSettings settings, bool json) =>
        Show(Write(trained, variant, data, settings), json);

    /// <summary>Pictures and <c>metrics.json</c>, into the run's folder.</summary>
    public static Measured Write(Trained trained, VariantEntry variant, DataSource data, EvaluationSettings settings)
    {
        var pictures = RunPictures.Write(trained, data);
        var (report, notes) = Measure(trained, variant, data, settings);
        var file = MeasuredData.File(trained.Folder, data, "metrics", $"{Deviation(settings)}.json");
        var answer = new
        {
            run = trained.Folder.Path,
            variant = variant.Facts.Path,
            step = trained.Step,
            data = data.Name,
            pictures,
            notes,
            metrics = report.Measurements.Select(m => new { m.Metric, subject = m.Subject.ToString().ToLowerInvariant(), m.Value, protocol = m.Protocol.Text }),
        };
        var text = JsonFormat.Text(answer);
        DurableFile.Write(file, text + "\n");
        return new Measured(report, notes, pictures, file, text);
    }

    public static void Show(Measured measured, bool json)
    {
        if (json)
        {
            Console.Out.WriteLine(measured.Text);
            return;
        }

        Print(measured.Report);
        foreach (var note in measured.Notes)
        {
            Console.Out.WriteLine($"note: {note}");
        }

        foreach (var file in measured.Pictures.Append(measured.File))
        {
            Console.Out.WriteLine(file);
        }
    }

    private static (EvaluationReport Report, IReadOnlyList<string> Notes) Measure(
        Trained trained, VariantEntry variant, DataSource data, EvaluationSettings settings)
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
        var report = measured.And(evaluator.MeasureBaselines(untrained, first.Source));
        return (report, [.. new[] { report.Collapse, Untrained(trained) }.OfType<string>(), .. evaluator.Cautions]);
    }

    /// <summary>In words, where the average of G that is judged is still much of the G before training; null elsewhere.</summary>
    private static string? Untrained(Trained trained)
    {
        var decay = trained.Model.Facts.Training.Ema;
        var share = trained.Folder.Identity.Imported is null ? Math.Pow(decay, trained.Step) : 0;
        return share < UntrainedShare
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"the averaged G that is judged and drawn is still {100 * share:0} % the untrained one after {Words.Count((int)trained.Step, "step")} at `ema` {decay}: ")
              + "train longer, or lower `training.ema`";
    }

    /// <summary>What a measurement with another setting than the usual is called, so that it does not replace the usual one.</summary>
    private static string Deviation(EvaluationSettings settings) =>
        settings.Neighbours == new EvaluationSettings().Neighbours ? "" : string.Create(CultureInfo.InvariantCulture, $"-knn{settings.Neighbours}");

    private static void Print(EvaluationReport report)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("", "this run", "untrained", "pixels", "real images");
        foreach (var column in table.Columns.Skip(1))
        {
            column.RightAligned();
        }

        var measured = report.Measurements.Select(m => m.Metric).Distinct().Where(name => MetricTable.Of(name).IsShownIn(MetricPlaces.RunTable)).OrderBy(MetricTable.Order).ToList();
        foreach (var name in measured)
        {
            var metric = MetricTable.Of(name);
            var values = new[] { Subject.Model, Subject.Untrained, Subject.Pixels, Subject.Real }.Select(subject => report.Find(name, subject));
            table.AddRow([metric.TitleOf(name), .. values.Select(value => value is { } number ? metric.Text(number) : "-")]);
        }

        Terminal.Out.Write(table);
        foreach (var group in report.Measurements.Where(m => m.Subject == Subject.Model).GroupBy(m => m.Protocol))
        {
            Console.Out.WriteLine($"{string.Join(", ", group.Select(m => m.Metric))}: {group.Key.Text}");
        }
    }
}

/// <param name="Notes">What a reader of the numbers must know, in words.</param>
/// <param name="File"><c>metrics.json</c>.</param>
/// <param name="Text">What stands in it.</param>
internal sealed record Measured(EvaluationReport Report, IReadOnlyList<string> Notes, IReadOnlyList<string> Pictures, string File, string Text);
