using System.Diagnostics;
using System.Globalization;
using BigBiGan.Dsl.Replicas;
using static TorchSharp.torch;

namespace BigBiGan.Training.Loop;

/// <summary>The training loop. It draws, updates, logs and asks for checkpoints; it prints and writes nothing itself.</summary>
/// <param name="state">What is trained.</param>
/// <param name="batches">Of rank 0, where there are replicas.</param>
/// <param name="replicas">Those that train with this one; null where it is alone.</param>
public sealed class Trainer(TrainingState state, IBatchSource batches, Collective? replicas = null)
{
    private static readonly TimeSpan FirstSave = TimeSpan.FromSeconds(1);

    private readonly TrainingStep _step = new(state, batches, replicas);
    private long _images;
    private TimeSpan _waited;
    private long _finite = state.Step;

    /// <summary>Receives the run's first step, every <see cref="LogEvery"/>th and the last.</summary>
    public required Action<StepRecord> Log { get; init; }

    /// <summary>
    /// Stores the state: every <see cref="SaveEverySteps"/>, or after a second and then at doubling times up to <see cref="SaveEvery"/>, and at the end;
    /// never called with a NaN or an infinity in it.
    /// </summary>
    public required Action Save { get; init; }

    public int LogEvery { get; init; } = 10;

    public TimeSpan SaveEvery { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Steps from one checkpoint to the next; null where the time decides.</summary>
    public long? SaveEverySteps { get; init; }

    /// <summary>Steps from one call of <see cref="Evaluate"/> to the next; null for none.</summary>
    internal long? EvaluateEvery { get; init; }

    /// <summary>Looks at the model between two steps, whose state is stored by then, and says whether the training ends. Its time does not count.</summary>
    internal Func<bool>? Evaluate { get; init; }

    /// <summary>
    /// Trains to the goal, or until <paramref name="stop"/> asks for an end; the step under way is finished. Other replicas wait for what comes next.
    /// </summary>
    /// <exception cref="DivergenceException">A loss or a parameter is not a finite number.</exception>
    /// <exception cref="ReplicaException">Another replica has failed.</exception>
    public TrainingEnd Run(TrainingGoal goal, CancellationToken stop = default)
    {
        foreach (var network in state.Networks)
        {
            network.Network.train();
        }

        var isStopped = IsToEvaluate && EvaluateAlone(); // a sitting that was killed while it measured begins with that
        var (before, clock) = (state.Seconds, Stopwatch.StartNew());
        var (logged, saved) = (state.Seconds, (state.Step, state.Seconds));
        while (!isStopped && !goal.IsReachedBy(state) && !stop.IsCancellationRequested)
        {
            using (NewDisposeScope())
            {
                replicas?.Next(ReplicaTurn.Step);
                var reading = _step.Take();
                _images += reading.Images;
                state.Seconds = before + clock.Elapsed.TotalSeconds;
                if (state.Step == 1 || state.Step % LogEvery == 0 || goal.IsReachedBy(state))
                {
                    Report(reading, state.Seconds - logged);
                    logged = state.Seconds;
                }
            }

            if (IsToSave(saved.Seconds, before) || (IsToEvaluate && state.Step > saved.Step))
            {
                SaveFinite();
                saved = (state.Step, state.Seconds);
            }

            if (IsToEvaluate)
            {
                clock.Stop();
                isStopped = EvaluateAlone();
                clock.Start();
            }
        }

        if (state.Step > saved.Step)
        {
            SaveFinite();
        }

        if (isStopped)
        {
            return TrainingEnd.Stopped;
        }

        return goal.IsReachedBy(state) ? TrainingEnd.Finished : TrainingEnd.Interrupted;
    }

    /// <summary>The others wait meanwhile, so that G's statistics are those of its own samples.</summary>
    private bool EvaluateAlone()
    {
        state.Model.ShareBatches(null);
        try
        {
            return Evaluate!();
        }
        finally
        {
            state.Model.ShareBatches(replicas);
        }
    }

    private bool IsToEvaluate => state.Step > 0 && EvaluateEvery > 0 && state.Step % EvaluateEvery == 0;

    /// <summary>By time the first ones come soon, then each after twice the time: a run that ends early loses little, and a long one is not held up.</summary>
    private bool IsToSave(double saved, double before) => SaveEverySteps is { } steps
        ? state.Step % steps == 0
        : state.Seconds - saved >= Math.Min(SaveEvery.TotalSeconds, Math.Max(FirstSave.TotalSeconds, saved - before));

    private void Report(StepReading reading, double seconds)
    {
        // reads the device: only when logging
        var record = reading.Read(state, _images / seconds) with { Waited = Math.Round((batches.Waited - _waited).TotalSeconds / seconds, 4) };
        (_images, _waited) = (0, batches.Waited);
        if (record.Losses.Any(loss => !double.IsFinite(loss.Value)))
        {
            throw new DivergenceException(_finite, state.Step, string.Join(
                ", ", record.Losses.Select(loss => string.Create(CultureInfo.InvariantCulture, $"the loss of {loss.Players} is {loss.Value}"))));
        }

        _finite = state.Step;
        Log(record);
    }

    private void SaveFinite()
    {
        if (state.FirstNonFinite() is { } name)
        {
            throw new DivergenceException(_finite, state.Step, $"`{name}` holds a number that is not finite");
        }

        Save();
    }
}
