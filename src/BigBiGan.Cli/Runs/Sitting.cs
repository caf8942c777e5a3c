using System.Globalization;
using BigBiGan.Cli.Display;
using BigBiGan.Cli.Errors;
using BigBiGan.Dsl.Spec.Rules;
using BigBiGan.Training.Evaluation.Evaluators;
using BigBiGan.Training.Loop;
using BigBiGan.Training.Runs;

namespace BigBiGan.Cli.Runs;

/// <summary>What came of a run that was trained to its goal and measured.</summary>
/// <param name="Seconds">Of training, earlier sittings included.</param>
/// <param name="Threads">Of one tensor operation.</param>
internal sealed record Sitting(Measured Measured, long Step, double Seconds, int Threads)
{
    /// <summary>Trains a new run, or goes on with one, to its goal, and measures it.</summary>
    /// <exception cref="OperationCanceledException">A signal asked for the end; the message says how to go on.</exception>
    /// <exception cref="UserMistake">It diverged.</exception>
    public static Sitting TrainAndMeasure(RunRequest options, EvaluationSettings settings)
    {
        using var stop = new StopSignals();
        using var run = TrainingRun.Start(options, Warning.Print);
        run.ProveKernels(SlowProgress.Of("proving the kernels of this machine (once per machine and shape)"));
        KernelReport.Print();
        var (identity, data) = (run.Folder.Identity, options.Data);
        var title = string.Create(
            CultureInfo.InvariantCulture,
            $"{identity.Variant} on {data.Name}: {data.Train.Count} images, batch {identity.Batch}, seed {identity.Seed}, {Words.Count(identity.Threads, "thread")}, {run.Folder.Path}");
        var display = new TrainingDisplay(title, run.Goal, Terminal.Progress);
        var outcome = display.Show(progress => run.Train(progress, stop.Token));
        if (outcome.End != TrainingEnd.Finished)
        {
            throw outcome.End == TrainingEnd.Interrupted ? new OperationCanceledException(outcome.Message) : new UserMistake(outcome.Message);
        }

        Console.Error.WriteLine(outcome.Message);
        stop.EndAtOnce($"interrupted; the run is stored, measure it with: {run.Folder.Advice.Measure}");
        var trained = new Trained(run.Folder, run.Model, run.Ema, options.Device, run.Step);
        return new Sitting(RunEvaluation.Write(trained, options.Variant, data, settings), run.Step, run.Seconds, identity.Threads);
    }
}
