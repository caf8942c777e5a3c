using System.Globalization;
using BigBiGan.Dsl;
using BigBiGan.Training.Errors;
using BigBiGan.Training.Evaluation.Sampling;
using BigBiGan.Training.Optimisers;
using BigBiGan.Training.Runs;
using static TorchSharp.torch;

namespace BigBiGan.Training.Sessions;

/// <summary>A run whose model is in memory, trained just now or in an earlier sitting. Its parts are owned by who made them.</summary>
/// <param name="Folder">Of the run.</param>
/// <param name="Model">On <paramref name="Device"/>.</param>
/// <param name="Ema">The average of G.</param>
/// <param name="Device">Where the model is.</param>
/// <param name="Step">Whole steps of training.</param>
public sealed record LoadedRun(RunFolder Folder, VariantModel Model, Ema Ema, Device Device, long Step)
{
    /// <summary>Stands in the names of files about a checkpoint that is not the newest, so that they do not replace the run's own: <c>-step-300</c>.</summary>
    public string Mark { get; init; } = "";

    /// <summary>Who calculates batches of samples and features: as many threads as the run has replicas that are threads.</summary>
    public BatchWorkers Replicas { get; init; } = Device.type == TorchSharp.DeviceType.CPU && Folder.Identity.Carrier == ReplicaCarrier.Threads
        ? Folder.Identity.Replicas ?? 1
        : 1;

    /// <summary>A run that trains in this process, whose ranks help to look at it.</summary>
    internal static LoadedRun Of(TrainingRun run, RunRequest request)
    {
        var loaded = new LoadedRun(run.Folder, run.Model, run.Ema, request.Device, run.Step);
        return run.Ranks is { } ranks ? loaded with { Replicas = new BatchWorkers(1) { Ranks = new SharedBatches(ranks, request.Device) } } : loaded;
    }

    /// <summary>The model as one that infers latents.</summary>
    /// <param name="command">What needs it, for the message.</param>
    /// <exception cref="RunException">The variant is a plain GAN.</exception>
    public IInference RequireEncoder(string command) => Model as IInference
        ?? throw new RunException($"{Folder.Path}: {Folder.Identity.Variant} has no encoder; '{command}' needs one");

    /// <summary>Samples, pictures and metrics are named by it: <c>small/fashion, fashion-mini, step 1500, seed 0</c>.</summary>
    internal string Caption => string.Create(
        CultureInfo.InvariantCulture, $"{Folder.Identity.Variant}, {Folder.Identity.Data}, step {Step}, seed {Folder.Identity.Seed}");
}
