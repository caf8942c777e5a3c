using BigBiGan.Cli.Display;
using BigBiGan.Cli.Options;
using BigBiGan.Cli.Specs;
using BigBiGan.Dsl;
using BigBiGan.Training.Data.Sources;
using BigBiGan.Training.Errors;
using BigBiGan.Training.Runs;
using BigBiGan.Training.Sessions;

namespace BigBiGan.Cli.Runs;

/// <summary>A run folder whose model was loaded for looking at it.</summary>
/// <param name="Owner">Of the model.</param>
/// <param name="Planned">The run's variant.</param>
/// <param name="Entry">Its compiled class.</param>
/// <param name="Run">The run with its model.</param>
internal sealed record OpenedRun(TrainedModel Owner, PlannedVariant Planned, VariantEntry Entry, LoadedRun Run) : IDisposable
{
    /// <param name="checkpoint">Null for the newest.</param>
    /// <param name="replicas">Batches that are calculated at once; null for as many as the run has replicas.</param>
    /// <exception cref="RunException">There is no run, or none of this program's variants.</exception>
    public static OpenedRun Open(string path, Compute compute, CheckpointChoice? checkpoint = null, int? replicas = null)
    {
        var folder = RunFolder.Open(path);
        var planned = CompiledSpecs.OfRun(path, folder.Identity.Variant);
        var entry = CompiledSpecs.Entry(planned);
        var target = Devices.Named(compute.Device, compute.Threads ?? folder.Identity.Threads);
        var loaded = TrainedModel.Load(entry, folder, target, checkpoint ?? CheckpointChoice.Latest, Warning.Print);
        var run = new LoadedRun(folder, loaded.Model, loaded.Ema, target, loaded.Checkpoint.Step)
        {
            Mark = checkpoint is null ? "" : FormattableString.Invariant($"-step-{loaded.Checkpoint.Step}"),
        };
        return new OpenedRun(loaded, planned, entry, replicas is { } count ? run with { Replicas = count } : run);
    }

    /// <summary>The images that a command about the run reads.</summary>
    /// <param name="asked">Null for the run's own.</param>
    /// <exception cref="RunException">The run's own are no longer where they were.</exception>
    /// <exception cref="DataSourceException">The images cannot be used.</exception>
    public DataSource Images(string? asked) => RunImages.OfRun(Run, asked, new ConsoleReport());

    public void Dispose() => Owner.Dispose();
}
