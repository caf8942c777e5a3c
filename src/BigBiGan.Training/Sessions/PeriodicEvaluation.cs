using System.Globalization;
using BigBiGan.Training.Errors;
using BigBiGan.Training.Evaluation.Evaluators;
using BigBiGan.Training.Evaluation.Metrics;
using BigBiGan.Training.Evaluation.Sampling;
using BigBiGan.Training.Loop;
using BigBiGan.Training.Runs;
using static TorchSharp.torch;

namespace BigBiGan.Training.Sessions;

/// <summary>
/// Measures and draws a run along the way, by a protocol that is small enough to be repeated: G with averaged weights and standing statistics, as at the end,
/// over fewer images. Its numbers stand in the log and nowhere beside those of <c>evaluate</c>.
/// </summary>
internal sealed class PeriodicEvaluation(RunRequest request, TrainingRun run, ISessionReport report) : IDisposable
{
    private const string UsualMetric = "frechet";

    /// <summary>Images whose spread is compared.</summary>
    private const int SpreadOver = 256;

    private static readonly EvaluationSettings Settings = new() { Samples = 1000, TrainImages = 2000, TestImages = 2000 };

    private Evaluator? _evaluator;
    private double? _spreadOfReal;

    /// <summary>Null where the run is not measured along the way.</summary>
    public EvaluationHook? Hook => (Schedule.EvaluateEvery ?? request.Variant.Facts.Training.EvaluateEvery) is > 0 and var every
        ? new EvaluationHook(every, Measure, Judge)
        : null;

    private RunSchedule Schedule => run.Folder.Identity.Schedule ?? new RunSchedule();

    public void Dispose() => _evaluator?.Dispose();

    private EvaluationFound Measure()
    {
        var (device, facts) = (request.Device, request.Variant.Facts);
        var loaded = LoadedRun.Of(run, request);
        // what stays for the next time lives in no scope
        _evaluator ??= new Evaluator(
            request.Data, facts, Settings, device, report.Warn, report.Progress("training the classifier that judges samples (once per data set)"),
            replicas: loaded.Replicas);
        using var scope = NewDisposeScope();
        _spreadOfReal ??= SpreadOfReal();
        using var generator = new EvaluationGenerator(
            run.Model, run.Ema, run.Folder.Identity.Seed, device, work: report.Progress, replicas: loaded.Replicas);
        var measured = _evaluator.Measure(run.Model, generator.Source).Measurements;
        var picture = Path.Combine(run.Folder.Path, "evaluations", string.Create(CultureInfo.InvariantCulture, $"step-{run.Step:D8}.png"));
        Directory.CreateDirectory(Path.GetDirectoryName(picture)!);
        RunPictures.WriteSamples(new SampleLatents(generator, null, device), loaded, null, picture);
        return new EvaluationFound(
            [.. measured.Select(one => new MetricRecord(one.Metric, one.Value, one.Protocol.Text))],
            Spread(generator.Draw(0, SpreadOver)) / _spreadOfReal.Value,
            picture);
    }

    private EvaluationVerdict Judge(IReadOnlyList<EvaluationRecord> all, Func<long, bool> isKept)
    {
        var id = Schedule.Best ?? UsualMetric;
        var metric = MetricTable.Of(id);
        var last = all[^1];
        // the best always is; another may be gone where the run is gone on with and judged by another metric
        var kept = all.Where(record => isKept(record.Step)).DefaultIfEmpty(last);
        var best = metric.Direction == MetricDirection.LargerIsBetter ? kept.MaxBy(Value)! : kept.MinBy(Value)!;
        var since = all.Count(record => record.Step > best.Step);
        var words = string.Join(", ", last.Metrics
            .Where(one => MetricTable.Of(one.Metric).IsShownIn(MetricPlaces.All))
            .Select(one => $"{MetricTable.Of(one.Metric).TitleOf(one.Metric)} {MetricTable.Of(one.Metric).Text(one.Value)}"));
        var standing = string.Create(CultureInfo.InvariantCulture, $"the best by {id} is {metric.Text(Value(best))} at step {best.Step}");
        var share = string.Create(CultureInfo.InvariantCulture, $"measuring took {100 * last.Share:0.#} % of the time so far");
        var stop = Schedule.Patience is { } patience && since >= patience
            ? string.Create(CultureInfo.InvariantCulture, $"no better by {id} in {since} evaluations; {standing}, which `--checkpoint best` takes")
            : null;
        return new EvaluationVerdict(
            new BestCheckpoint(best.Step, id, Value(best)),
            string.Create(CultureInfo.InvariantCulture, $"step {last.Step}: {words}; {(since == 0 ? $"the best by {id} so far" : standing)}; {share}"),
            stop);

        double Value(EvaluationRecord record) => record.Metrics.FirstOrDefault(one => one.Metric == id || MetricTable.Of(one.Metric).Id == id)?.Value
            ?? throw new RunException(
                $"--best is {id}, which is not measured along the way; expected {string.Join(", ", record.Metrics.Select(one => one.Metric))}");
    }

    private double SpreadOfReal()
    {
        var images = request.Data.Train.Reduced(request.Variant.Facts.ImageSize).Sample(SpreadOver, "spread");
        return Spread(images.ToTensor(0, images.Count, request.Device));
    }

    /// <param name="images">[N, C, H, W]</param>
    private static double Spread(Tensor images)
    {
        using var noGradient = no_grad();
        using var spread = images.std(0).mean();
        return spread.to(float64).cpu().item<double>();
    }
}
