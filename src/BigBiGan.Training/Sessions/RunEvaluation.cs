using System.Globalization;
using BigBiGan.Dsl;
using BigBiGan.Dsl.State;
using BigBiGan.Training.Data.Sources;
using BigBiGan.Training.Errors;
using BigBiGan.Training.Evaluation.Evaluators;
using BigBiGan.Training.Evaluation.Sampling;
using BigBiGan.Training.Exports;
using BigBiGan.Training.Text;

namespace BigBiGan.Training.Sessions;

/// <summary>Measures a run, and writes its pictures and <c>metrics.json</c> into its folder.</summary>
public static class RunEvaluation
{
    /// <summary>Of the untrained G in the average: more is told.</summary>
    private const double UntrainedShare = 0.05;

    /// <summary>Measures a run and writes what came of it.</summary>
    /// <param name="variant">Makes the untrained networks, which are measured beside it.</param>
    /// <param name="data">The run's own images, or others at the variant's data size: their files have names of their own.</param>
    /// <param name="statistics">A file for mean and covariance of the judge's features of all training images; null for none.</param>
    /// <exception cref="RunException">What the networks make is not finite, or the weights of the features or the reference cannot be used.</exception>
    /// <exception cref="DataSourceException">There are too few images.</exception>
    public static EvaluationResult Write(
        LoadedRun trained, VariantEntry variant, DataSource data, EvaluationSettings settings, ISessionReport report, string? statistics = null)
    {
        // the evaluator first: weights that cannot be used are told before anything is drawn
        using var evaluator = new Evaluator(
            data, variant.Facts, settings, trained.Device, report.Warn,
            report.Progress("training the classifier that judges samples (once per data set)"), work: report.Progress,
            featureFolder: FeatureFolder(trained), replicas: trained.Replicas);
        var (pictures, measured, notes) = Measure(trained, variant, data, evaluator, settings, report);
        if (statistics is not null)
        {
            var images = data.Train;
            var origin = new { images = data.Name, size = variant.Facts.ImageSize, images.Identity, images.Count, features = evaluator.JudgeName };
            ReferenceFile.Write(statistics, evaluator.MomentsOfTraining(), JsonFormat.Text(origin));
        }

        var file = trained.Folder.ArtifactPath(data, "metrics", $"{trained.Mark}{Deviation(settings, evaluator)}.json");
        var answer = new
        {
            run = trained.Folder.Path,
            variant = variant.Facts.Path,
            step = trained.Step,
            data = data.Name,
            pictures,
            notes,
            metrics = measured.Measurements.Select(m => new
            {
                m.Metric,
                subject = m.Subject.ToString().ToLowerInvariant(),
                m.Value,
                protocol = m.Protocol.Text,
            }),
        };
        var text = JsonFormat.Text(answer);
        DurableFile.Write(file, text + "\n");
        evaluator.DiscardFeatures();
        return new EvaluationResult(measured, notes, pictures, file, text);
    }

    /// <summary>Pictures first: they come soon, and show what the numbers will be about.</summary>
    private static (IReadOnlyList<string> Pictures, EvaluationReport Report, IReadOnlyList<string> Notes) Measure(
        LoadedRun trained, VariantEntry variant, DataSource data, Evaluator evaluator, EvaluationSettings settings, ISessionReport report)
    {
        var seed = trained.Folder.Identity.Seed;
        IReadOnlyList<string> pictures;
        EvaluationReport measured;
        using (var generator = new EvaluationGenerator(
            trained.Model, trained.Ema, seed, trained.Device, settings.StandingBatches, report.Progress, trained.Replicas))
        {
            pictures = RunPictures.Write(trained, generator, data, report);
            report.Say("measuring: linear probe, neighbours, distance of samples");
            measured = evaluator.Measure(trained.Model, generator.Source);
        }

        using var untrained = variant.Create(trained.Device, seed);
        using var first = new EvaluationGenerator(untrained, null, seed, trained.Device, settings.StandingBatches, report.Progress, trained.Replicas);
        var all = measured.And(evaluator.MeasureBaselines(untrained, first.Source));
        return (pictures, all, [.. new[] { all.Collapse, Untrained(trained) }.OfType<string>(), .. evaluator.Cautions]);
    }

    /// <summary>
    /// Where features stand that are too many for memory. Those of other steps, which evaluations left that were killed, are of no more use: the newest
    /// checkpoint is measured, and there is a newer one.
    /// </summary>
    private static string FeatureFolder(LoadedRun trained)
    {
        const string Features = "features-step-";
        var own = Path.Combine(trained.Folder.Path, string.Create(CultureInfo.InvariantCulture, $"{Features}{trained.Step}"));
        foreach (var other in Directory.GetDirectories(trained.Folder.Path, Features + "*").Where(folder => folder != own))
        {
            Directory.Delete(other, recursive: true);
        }

        return own;
    }

    /// <summary>In words, where the average of G that is judged is still much of the G before training; null elsewhere.</summary>
    private static string? Untrained(LoadedRun trained)
    {
        var decay = trained.Model.Facts.Training.Ema;
        var startsTrained = trained.Folder.Identity.Imported is not null || trained.Model.Facts.Training.EmaStart > 0;
        var share = startsTrained ? 0 : Math.Pow(decay, trained.Step);
        return share < UntrainedShare
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"the averaged G that is judged and drawn is still {100 * share:0} % the untrained one "
                + $"after {Quantity.Count(trained.Step, "step")} at `ema` {decay}: ")
              + "train longer, or lower `training.ema`";
    }

    /// <summary>What a measurement with another setting than the usual is called, so that it does not replace the usual one.</summary>
    private static string Deviation(EvaluationSettings settings, Evaluator evaluator)
    {
        var usual = new EvaluationSettings();
        return string.Concat(
            settings.Neighbours == usual.Neighbours ? "" : string.Create(CultureInfo.InvariantCulture, $"-knn{settings.Neighbours}"),
            settings.Features == usual.Features ? "" : $"-{string.Join('-', evaluator.JudgeName.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries))}",
            settings.TrainImages == usual.TrainImages ? "" : string.Create(CultureInfo.InvariantCulture, $"-{settings.TrainImages}-probe-images"),
            settings.ProbeCrops == usual.ProbeCrops ? "" : string.Create(CultureInfo.InvariantCulture, $"-{settings.ProbeCrops}-probe-crops"),
            settings.BatchNormCRelu ? "-crelu" : "",
            settings.Samples == usual.Samples ? "" : string.Create(CultureInfo.InvariantCulture, $"-{settings.Samples}-samples"),
            settings.StandingBatches == usual.StandingBatches ? "" : string.Create(CultureInfo.InvariantCulture, $"-{settings.StandingBatches}-standing"),
            settings.Reference is null ? "" : $"-reference-{settings.Reference.Name[^8..]}");
    }
}
