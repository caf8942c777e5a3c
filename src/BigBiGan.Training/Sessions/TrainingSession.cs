using System.Globalization;
using BigBiGan.Dsl.Replicas;
using BigBiGan.Training.Errors;
using BigBiGan.Training.Evaluation.Evaluators;
using BigBiGan.Training.Evaluation.Metrics;
using BigBiGan.Training.Evaluation.Protocols;
using BigBiGan.Training.Loop;
using BigBiGan.Training.Runs;
using BigBiGan.Training.Text;

namespace BigBiGan.Training.Sessions;

/// <summary>What came of a run that was trained to its goal.</summary>
/// <param name="Folder">The run's.</param>
/// <param name="Result">What was measured; null where nothing was to be.</param>
/// <param name="Step">Whole steps of training.</param>
/// <param name="Seconds">Of training, earlier sittings included.</param>
/// <param name="Threads">Of one tensor operation.</param>
public sealed record TrainingSession(RunFolder Folder, EvaluationResult? Result, long Step, double Seconds, int Threads)
{
    /// <summary>Trains a new run, or goes on with one, to its goal, and measures it.</summary>
    /// <param name="request">What is asked of the run.</param>
    /// <param name="settings">Of the evaluation; null for none.</param>
    /// <param name="report">Receives what happens.</param>
    /// <param name="stop">Asks for the end after the step under way.</param>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> asked for the end; the message says how to go on.</exception>
    /// <exception cref="RunException">It cannot start, be stored or be measured, it diverged, or it collapsed and was to end then.</exception>
    public static TrainingSession Run(RunRequest request, EvaluationSettings? settings, ISessionReport report, CancellationToken stop)
    {
        using var run = TrainingRun.Start(request, report.Warn);
        run.ProveKernels(report.Progress("proving the kernels of this machine (once per machine and shape)"));
        report.KernelsProven();
        run.PrepareImages(report.Note);
        run.PrepareForms(report.Note);
        run.PrepareReplicas(report.Note);
        var (identity, data) = (run.Folder.Identity, request.Data);
        var title = string.Create(
            CultureInfo.InvariantCulture,
            $"{identity.Variant} on {data.Name}: {data.Train.Count} images, batch {identity.Batch}, seed {identity.Seed}, "
            + $"{Workers(identity)}, {run.Folder.Path}");
        using var along = new PeriodicEvaluation(request, run, report);
        var outcome = report.Show(title, run.Goal, progress => run.Train(progress, along.Hook, report.Say, report.Warn, stop));
        if (outcome.End is not (TrainingEnd.Finished or TrainingEnd.Stopped))
        {
            if (outcome.End == TrainingEnd.Interrupted)
            {
                run.Ranks?.Next(ReplicaTurn.End);
            }

            throw outcome.End == TrainingEnd.Interrupted ? new OperationCanceledException(outcome.Message) : new RunException(outcome.Message);
        }

        report.Say(outcome.Message);
        if (outcome.End == TrainingEnd.Finished && run.Folder.Identity.Best is { } best)
        {
            report.Say($"{Best(best)}, which `--checkpoint best` takes");
        }

        report.Stored($"interrupted; the run is stored, measure it with: {run.Folder.Advice.Measure}");
        var result = settings is null ? null : Measure(run, request, settings, report);
        run.Ranks?.Next(ReplicaTurn.End);
        return new TrainingSession(run.Folder, result, run.Step, run.Seconds, identity.Threads);
    }

    private static EvaluationResult Measure(TrainingRun run, RunRequest request, EvaluationSettings settings, ISessionReport report)
    {
        var result = RunEvaluation.Write(LoadedRun.Of(run, request), request.Variant, request.Data, settings, report);
        LogEvaluation(run, result);
        return result;
    }

    private static string Workers(RunIdentity identity) => identity.Replicas is { } count
        ? identity.Threads == 1 ? $"{count} replicas" : $"{count} replicas of {identity.Threads} threads"
        : Quantity.Count(identity.Threads, "thread");

    private static string Best(BestCheckpoint best) => string.Create(
        CultureInfo.InvariantCulture, $"the best along the way by {best.Metric} is {MetricTable.Of(best.Metric).Text(best.Value)} at step {best.Step}");

    /// <summary>Beside the steps that led to it, where they were logged for TensorBoard.</summary>
    private static void LogEvaluation(TrainingRun run, EvaluationResult result)
    {
        if (run.Folder.LogOf(LogKind.TensorBoard) is var events && File.Exists(events))
        {
            TensorBoardLog.AppendEvaluation(
                events,
                run.Step,
                result.Report.Measurements.Where(m => m.Subject == Subject.Model).Select(m => (m.Metric, m.Value)),
                result.Pictures.Where(file => !Path.GetFileName(file).StartsWith("losses", StringComparison.Ordinal)), // its numbers are there
                run.Folder.Advice);
        }
    }
}
