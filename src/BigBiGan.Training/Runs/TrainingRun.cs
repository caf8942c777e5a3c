using System.Globalization;
using System.Runtime.ExceptionServices;
using BigBiGan.Dsl;
using BigBiGan.Dsl.Kernels;
using BigBiGan.Dsl.Native;
using BigBiGan.Dsl.Replicas;
using BigBiGan.Dsl.Tensors;
using BigBiGan.Training.Data.Labels;
using BigBiGan.Training.Errors;
using BigBiGan.Training.Loop;
using BigBiGan.Training.Optimisers;
using BigBiGan.Training.Proof;
using BigBiGan.Training.Weights.Transfer;
using static TorchSharp.torch;

namespace BigBiGan.Training.Runs;

/// <summary>One sitting of a run, new or resumed: the model, its state and its folder.</summary>
public sealed class TrainingRun : IDisposable
{
    private const double SameMinutes = 1e-6;

    private readonly RunRequest _request;
    private readonly ImageLabels? _labels;
    private readonly TrainingState _state;
    private readonly FolderLock _gate;
    private TrainingImages? _images;

    private TrainingRun(RunRequest request, ImageLabels? labels, RunFolder folder, TrainingState state, FolderLock gate)
    {
        _request = request;
        _labels = labels;
        Folder = folder;
        _state = state;
        _gate = gate;
    }

    public RunFolder Folder { get; }

    public VariantModel Model => _state.Model;

    /// <summary>The average of G.</summary>
    public Ema Ema => _state.Ema;

    /// <summary>Whole steps done.</summary>
    public long Step => _state.Step;

    /// <summary>Of training, earlier sittings included.</summary>
    public double Seconds => _state.Seconds;

    /// <summary>Those that train with this process, and wait for what comes next; null where it trains alone, or before it does.</summary>
    internal Collective? Ranks { get; private set; }

    /// <summary>Until when <see cref="Train(Action{StepRecord}, CancellationToken)"/> trains.</summary>
    public TrainingGoal Goal => new(_request.Steps ?? (_request.Time is null ? Model.Facts.Training.Steps : long.MaxValue), _request.Time);

    /// <summary>Creates the run's folder, or opens it and loads its newest checkpoint.</summary>
    /// <param name="warn">Receives one line per thing that is odd but no reason to stop.</param>
    /// <exception cref="RunException">The run cannot start; the message is one line for the user.</exception>
    public static TrainingRun Start(RunRequest request, Action<string> warn) => Start(request, null, warn);

    /// <summary>
    /// Creates a run whose networks start with the weights of files, and its checkpoint of step 0; what no file has is as the seed
    /// made it, and the average of G starts at the imported G.
    /// </summary>
    /// <param name="warn">Receives one line per thing that is odd but no reason to stop.</param>
    /// <exception cref="RunException">The run cannot start; the message is one line for the user.</exception>
    /// <exception cref="StateDictMismatchException">The files do not fit the variant; nothing was written.</exception>
    public static TrainingRun Import(RunRequest request, WeightImport weights, Action<string> warn)
    {
        var run = Start(request, weights, warn);
        try
        {
            using (new RunLog(run.Folder.LogFile, 0, run.Folder.Advice))
            {
                // an empty log, as of any run that has not trained
            }

            run.Folder.Save(run._state);
            return run;
        }
        catch
        {
            run.Dispose();
            throw;
        }
    }

    private static TrainingRun Start(RunRequest request, WeightImport? weights, Action<string> warn)
    {
        var folder = request.Resume ? RunFolder.Open(request.Folder!, request.Advice) : null;
        var gate = folder is null ? null : new FolderLock(folder.Path);
        VariantModel? model = null;
        TrainingState? state = null;
        try
        {
            var (identity, labels) = Identify(request, folder?.Identity);
            if (folder is not null)
            {
                Compare(folder, identity, warn);
            }

            if (request.Ranks is { } ranks)
            {
                RankAgreement.Require(ranks, request, identity);
            }

            TorchRuntime.Initialize(identity.Threads);
            ConvolutionForms.Current = identity.Forms;
            model = request.Variant.Create(request.Device, identity.Seed);
            if (weights is not null)
            {
                identity = identity with { Imported = weights.Load(model, warn) };
            }

            state = new TrainingState(model);
            if (weights is not null)
            {
                identity = identity with { Imported = [.. identity.Imported!, .. weights.LoadAverage(model, state.Ema)] };
            }

            if (folder is null)
            {
                (folder, gate) = request.Folder is { } path
                    ? RunFolder.Create(path, identity, request.Advice)
                    : RunFolder.CreateNext(request.Variant.Facts.Path.Split('/')[^1], identity);
            }
            else
            {
                folder.Checkpoints.Keep = identity.Schedule?.Keep ?? folder.Checkpoints.Keep;
                Resume(folder, state, warn);
                CheckGoal(request, folder, state, warn);
                folder.Follow(identity.DataSource, identity.LabelsFile);
                folder.NoteReplicas(identity.Replicas ?? 1, identity.Carrier);
                folder.NoteForms(identity.Forms);
                folder.SetSchedule(identity.Schedule);
                if (request.Steps is not null || request.Time is not null)
                {
                    folder.SetGoal(request.Steps, request.Time?.TotalMinutes);
                }
            }

            return new TrainingRun(request, labels, folder, state, gate!);
        }
        catch
        {
            state?.Dispose();
            model?.Dispose();
            gate?.Dispose();
            throw;
        }
    }

    /// <summary>Proves each kernel of a training step on this machine, and notes in <c>run.json</c> those that are calculated another way.</summary>
    /// <param name="progress">Receives how many are done, and of how many.</param>
    /// <exception cref="KernelException">A kernel has no right form here.</exception>
    public void ProveKernels(Action<int, int> progress)
    {
        // each number of replicas has kernels of its own: a trial is to measure them and no proof
        var numbers = TriesReplicas ? ReplicaTrial.Numbers(MicroBatch) : [Folder.Identity.Replicas ?? 1];
        ProveKernels(Model, numbers.Select(count => MicroBatch / count), _request.Device, progress);
        NoteKernels();
    }

    /// <param name="batches">Images that one replica takes together.</param>
    internal static void ProveKernels(VariantModel model, IEnumerable<int> batches, Device device, Action<int, int> progress)
    {
        var kernels = batches.SelectMany(batch => KernelSurvey.Of(model, batch, device)).Distinct().ToList();
        for (var i = 0; i < kernels.Count; i++)
        {
            progress(i, kernels.Count);
            if (ProvenKernels.VerdictOn(kernels[i]) is { Form: null } verdict)
            {
                throw new KernelException(verdict);
            }
        }
    }

    private void NoteKernels() => Folder.NoteKernels([.. ProvenKernels.GoneRound.Select(verdict => verdict.ToString())]);

    /// <summary>Decides how images are read, by a short trial where they have to be decoded. Training does so where nobody did before.</summary>
    /// <param name="note">Receives a line about it, where images are decoded whenever they are drawn.</param>
    public void PrepareImages(Action<string>? note = null) => _images = new TrainingImages(_request, Folder.Identity, _labels, note);

    /// <summary>
    /// Decides how many replicas share each batch, by a trial of some seconds, where nobody said so, the networks are small and the run is long
    /// enough to be worth it.
    /// </summary>
    /// <param name="note">Receives a line about what the trial found.</param>
    public void PrepareReplicas(Action<string>? note = null)
    {
        if (!TriesReplicas)
        {
            return;
        }

        var trial = new ShortTraining(NewModel, _images!.Batches);
        var (best, text) = new ReplicaTrial(trial.Rate, MicroBatch).Best();
        Folder.NoteReplicas(best, ReplicaCarrier.Threads);
        note?.Invoke(text);
    }

    /// <summary>
    /// Decides in which forms convolutions are calculated, by a trial of some seconds, where that was asked of a new run, and where a CUDA device
    /// calculates, nobody named any, and the run is long enough to be worth it.
    /// </summary>
    /// <param name="note">Receives a line about what the trial found.</param>
    public void PrepareForms(Action<string>? note = null)
    {
        var isUsual = _request.Forms is null && _request.Device.type == TorchSharp.DeviceType.CUDA && ShortTraining.IsWorthIt(Goal, _state);
        if (_request.Resume || !(_request.MeasuresForms ?? isUsual))
        {
            return;
        }

        // one replica's part of a batch is what each of them calculates
        var trial = new ShortTraining(NewModel, (model, rank, _) => _images!.Batches(model, rank, Folder.Identity.Replicas ?? 1));
        var (best, text) = new FormTrial(() => trial.Rate(1)).Best();
        Folder.NoteForms(best);
        ConvolutionForms.Current = best;
        note?.Invoke(text);
    }

    private VariantModel NewModel() => _request.Variant.Create(_request.Device, Folder.Identity.Seed);

    private bool TriesReplicas => !_request.Resume && _request.Replicas is null && Folder.Identity.Threads == 1
        && _request.Device.type == TorchSharp.DeviceType.CPU && ShortTraining.IsWorthIt(Goal, _state)
        && _request.Variant.Facts.Training.NormStatistics == NormStatistics.Batch // else another number is another algebra
        && ReplicaTrial.Numbers(MicroBatch).Count > 1;

    private int MicroBatch => Folder.Identity.Batch / _request.Variant.Facts.Training.MicroBatches;

    /// <summary>Trains to the goal or until <paramref name="stop"/>; checkpoints and the log go to the folder.</summary>
    /// <param name="progress">Receives each logged step.</param>
    /// <exception cref="RunException">The folder cannot be written; the older checkpoints are as they were.</exception>
    public TrainingOutcome Train(Action<StepRecord>? progress = null, CancellationToken stop = default) => Train(progress, null, _ => { }, _ => { }, stop);

    /// <param name="evaluation">What is measured along the way; null for nothing.</param>
    /// <param name="say">Receives a line per evaluation.</param>
    /// <param name="warn">Receives a line per sign of collapse.</param>
    /// <inheritdoc cref="Train(Action{StepRecord}, CancellationToken)"/>
    internal TrainingOutcome Train(
        Action<StepRecord>? progress, EvaluationHook? evaluation, Action<string> say, Action<string> warn, CancellationToken stop)
    {
        if (_images is null)
        {
            PrepareImages();
        }

        var identity = Folder.Identity;
        using var log = new RunLogs(Folder, _request.Logs, _state.Step);
        var replicas = identity.Replicas ?? 1;
        using var batches = _images!.Batches(Model, 0, replicas);
        using var others = replicas == 1 || _request.Ranks is not null ? null : new ReplicaThreads(
            replicas, _state, NewModel, (model, rank) => _images.Batches(model, rank, replicas), identity.Threads);
        _request.Ranks?.Exchange(ConvolutionForms.Current.Name); // the others take them too
        Ranks = _request.Ranks?.On(_request.Device);
        if (Ranks is not null)
        {
            _state.Join(Ranks);
        }

        Folder.SetOutcome(null);
        var outcome = Train(log, batches, Ranks ?? others?.First, progress, evaluation, say, warn, stop);
        Model.ShareBatches(null); // what is measured afterwards is whole
        if (outcome.End != TrainingEnd.Interrupted)
        {
            Folder.SetOutcome(new RunOutcome(outcome.End.ToString().ToLowerInvariant(), outcome.Step, outcome.Message));
        }

        return outcome;
    }

    private TrainingOutcome Train(
        RunLogs log, CounterBatches batches, Collective? replicas, Action<StepRecord>? progress, EvaluationHook? evaluation, Action<string> say,
        Action<string> warn, CancellationToken stop)
    {
        try
        {
            var course = new RunCourse(Folder, _state, log, evaluation, say, warn);
            var trainer = new Trainer(_state, batches, replicas)
            {
                Log = log.Append + progress + course.See,
                Save = () => Folder.Save(_state),
                LogEvery = _request.LogEvery,
                SaveEvery = _request.SaveEvery,
                SaveEverySteps = Folder.Identity.Schedule?.SaveEvery,
                EvaluateEvery = evaluation?.Every,
                Evaluate = course.Evaluate,
            };
            return trainer.Run(Goal, stop) switch
            {
                TrainingEnd.Interrupted => new(TrainingEnd.Interrupted, Step, $"interrupted after step {Step}; go on with: {Folder.Advice.Resume}"),
                TrainingEnd.Stopped => new(TrainingEnd.Stopped, Step, $"stopped at step {Step} after {Text(_state.Seconds)} s of training: {course.Stopped}"),
                var end => new(end, Step, $"step {Step} reached after {Text(_state.Seconds)} s of training"),
            };
        }
        catch (ReplicaException problem) when (problem.InnerException is { } cause)
        {
            ExceptionDispatchInfo.Throw(cause);
            throw;
        }
        catch (DivergenceException problem)
        {
            return new TrainingOutcome(TrainingEnd.Diverged, Step, $"{problem.Message}; {LastStored()}");
        }
        catch (CollapseException problem)
        {
            return new TrainingOutcome(TrainingEnd.Collapsed, Step, $"{problem.Message}; {LastStored()}");
        }
    }

    private string LastStored() => Folder.Checkpoints.Latest(_ => { }) is { } last
        ? $"the last checkpoint is of step {last.Step}"
        : "there is no checkpoint before it";

    public void Dispose()
    {
        _images?.Dispose();
        _gate.Dispose();
        _state.Dispose();
        Model.Dispose();
    }

    private static void Check(RunRequest request)
    {
        var (facts, images) = (request.Variant.Facts, request.Data.Train);
        if (images.Size != facts.DataSize || images.Colours != facts.Colours)
        {
            throw new RunException(
                $"the variant {facts.Path} reads {facts.Colours}x{facts.DataSize}x{facts.DataSize} images; "
                + $"{images.Name} has {images.Colours}x{images.Size}x{images.Size}");
        }

        if (request.Batch is < 2)
        {
            throw new RunException($"the batch is {request.Batch}; expected at least 2, because batch norm needs two images");
        }
    }

    private static void CheckParts(RunIdentity identity, TrainingFacts facts)
    {
        var (batch, replicas, micro) = (identity.Batch, identity.Replicas ?? 1, facts.MicroBatches);
        if (batch % micro != 0 || batch / micro < 2)
        {
            throw new RunException(
                $"a batch of {batch} cannot be cut into the {micro} equal micro-batches of 2 images or more that the spec asks for; "
                + $"give a --batch that is a multiple of {micro}, from {2 * micro} on");
        }

        // where replicas have statistics of their own, each needs two images
        var least = facts.NormStatistics == NormStatistics.Replica ? 2 : 1;
        bool Fits(int count) => batch % (count * micro) == 0 && batch / (count * micro) >= least;
        if (!Fits(replicas))
        {
            var fit = Enumerable.Range(1, batch).Where(n => Fits(n) && n <= Environment.ProcessorCount);
            throw new RunException(
                $"a batch of {batch}{(micro == 1 ? "" : $" in {micro} micro-batches")} cannot be cut into {replicas} equal parts"
                + $"{(least == 1 ? "" : $" of {least} images or more")}; give --replicas {string.Join(" or ", fit)}, or another --batch");
        }
    }

    /// <summary>What a run of this request is, and its labels.</summary>
    /// <param name="found">What the run is that is gone on with; null for a new one.</param>
    /// <exception cref="RunException">There can be no such run.</exception>
    internal static (RunIdentity Identity, ImageLabels? Labels) Identify(RunRequest request, RunIdentity? found)
    {
        Check(request);
        var seed = request.Seed ?? found?.Seed ?? 0;
        var labelsFile = request.LabelsFile ?? found?.LabelsFile;
        var labels = ImageLabels.Of(request.Variant.Facts.Labels, request.Data.Train, seed, labelsFile);
        var identity = Identity(request, found, seed) with { LabelsFile = labelsFile, LabelsIdentity = labels?.Identity };
        CheckParts(identity, request.Variant.Facts.Training);
        var carrier = request.Ranks is null ? ReplicaCarrier.Threads
            : request.Device.type == TorchSharp.DeviceType.CUDA ? ReplicaCarrier.Nccl
            : ReplicaCarrier.Mpi;
        return (identity with { Carrier = identity.Replicas is null ? null : carrier }, labels);
    }

    private static RunIdentity Identity(RunRequest request, RunIdentity? found, ulong seed) => new(
        request.Variant.Facts.Path,
        request.Variant.Facts.SpecHash,
        request.Spec,
        seed,
        request.Batch ?? found?.Batch ?? request.Variant.Facts.Training.Batch,
        request.Threads ?? found?.Threads ?? (request.Replicas > 1 ? 1 : DefaultThreads()),
        request.Data.Name,
        request.DataSource,
        request.Data.Identity,
        request.Version,
        request.Device.ToString(),
        DateTimeOffset.UtcNow,
        request.Steps,
        request.Time?.TotalMinutes,
        DataIdentityOf: request.Data.IdentityOf,
        Broken: request.Data.Options.Broken,
        Skipped: request.Data.Skipped.Count > 0 ? request.Data.Skipped : null,
        TestLabels: request.Data.Options.Lasting.TestLabels,
        Replicas: (request.Replicas ?? found?.Replicas) is > 1 and var replicas ? replicas : null,
        Convolutions: (request.Forms?.Name ?? found?.Convolutions) is { } forms && forms != ConvolutionForms.Usual.Name ? forms : null,
        Schedule: request.Schedule.Or(found?.Schedule) is var schedule && schedule != new RunSchedule() ? schedule : null);

    private static int DefaultThreads()
    {
        TorchRuntime.Initialize();
        return get_num_threads();
    }

    private static void Compare(RunFolder found, RunIdentity asked, Action<string> warn)
    {
        var conflicts = found.Identity.Conflicts(asked).ToArray();
        if (conflicts.Length > 0)
        {
            throw new RunException(
                $"{found.Path} cannot be resumed with these options: {string.Join("; ", conflicts)}; ask for the run's own, or train a new one with --run");
        }

        var deviations = found.Identity.Deviations(asked).ToArray();
        if (deviations.Length > 0)
        {
            warn(
                $"{found.Path} goes on under other conditions ({string.Join("; ", deviations)}): "
                + "its results are not bit for bit those of an uninterrupted run");
        }
    }

    /// <summary>A goal is of the whole run: one that lies behind it is a mistake, one that is nearer than the last is said.</summary>
    private static void CheckGoal(RunRequest request, RunFolder found, TrainingState state, Action<string> warn)
    {
        if (request.Steps < state.Step)
        {
            throw new RunException(
                $"{found.Path} is at step {state.Step} already, and --steps is {request.Steps}; "
                + $"it counts the steps of the whole run: give {state.Step} or more");
        }

        // a run that reached its minutes stands a little behind them
        var (minutes, before) = (request.Time?.TotalMinutes, found.Identity.Minutes);
        var isNew = minutes is { } asked && !(Math.Abs(asked - (before ?? double.NaN)) < SameMinutes);
        if (isNew && minutes * 60 < state.Seconds)
        {
            throw new RunException(
                string.Create(CultureInfo.InvariantCulture, $"{found.Path} was trained for {state.Seconds:0} s already, and --minutes is {minutes}; ")
                + "it counts the training time of the whole run: give more");
        }

        var steps = found.Identity.Steps ?? (before is null ? request.Variant.Facts.Training.Steps : null);
        if (request.Steps < steps || (isNew && minutes < before))
        {
            var goal = steps is null ? string.Create(CultureInfo.InvariantCulture, $"minute {before}") : $"step {steps}";
            warn($"{found.Path} was to be trained to {goal}; its goal is nearer now");
        }
    }

    private static void Resume(RunFolder folder, TrainingState state, Action<string> warn)
    {
        var checkpoint = folder.Latest(warn);
        if (checkpoint is not null)
        {
            StateFile.Load(folder.Checkpoints.TensorFile(checkpoint), state.Tensors());
            (state.Step, state.Seconds) = (checkpoint.Step, checkpoint.Seconds);
        }
        else if (folder.Identity.Imported is not null)
        {
            throw new RunException($"{folder.Path} was being imported and has no checkpoint; delete it and import again");
        }

        folder.Sweep();
        folder.Checkpoints.GoOnFrom(checkpoint);
    }

    private static string Text(double seconds) => seconds.ToString("F0", CultureInfo.InvariantCulture);
}
