using BigBiGan.Cli.Display;
using BigBiGan.Cli.Specs;
using BigBiGan.Dsl;
using BigBiGan.Training.Errors;
using BigBiGan.Training.Runs;

namespace BigBiGan.Cli.Runs;

/// <summary>A run folder whose model was loaded for looking at it.</summary>
internal sealed record OpenedRun(TrainedModel Loaded, PlannedVariant Planned, VariantEntry Entry, Trained Trained) : IDisposable
{
    /// <exception cref="RunException">There is no run, or none of this program's variants.</exception>
    public static OpenedRun Open(string path, string device, int? threads)
    {
        var folder = RunFolder.Open(path);
        var planned = CompiledSpecs.OfRun(path, folder.Identity.Variant);
        var entry = CompiledSpecs.Entry(planned);
        var target = Devices.Named(device, threads ?? folder.Identity.Threads);
        var loaded = TrainedModel.Load(entry, folder, target, Warning.Print);
        return new OpenedRun(loaded, planned, entry, new Trained(folder, loaded.Model, loaded.Ema, target, loaded.Checkpoint.Step));
    }

    public void Dispose() => Loaded.Dispose();
}
