using BigBiGan.Dsl;
using BigBiGan.Dsl.Tensors;
using BigBiGan.Training.Errors;
using BigBiGan.Training.Loop;
using BigBiGan.Training.Optimisers;
using static TorchSharp.torch;

namespace BigBiGan.Training.Runs;

/// <summary>The model of a run as a checkpoint has it, without what only training needs.</summary>
public sealed class TrainedModel : IDisposable
{
    private TrainedModel(RunFolder folder, Checkpoint checkpoint, VariantModel model, Ema ema)
    {
        Folder = folder;
        Checkpoint = checkpoint;
        Model = model;
        Ema = ema;
    }

    public RunFolder Folder { get; }

    public Checkpoint Checkpoint { get; }

    public VariantModel Model { get; }

    /// <summary>The average of G.</summary>
    public Ema Ema { get; }

    /// <param name="choice">Which of the run's checkpoints.</param>
    /// <param name="warn">Receives a line per damaged checkpoint that was passed over.</param>
    /// <exception cref="RunException">The folder holds no whole checkpoint of this variant.</exception>
    public static TrainedModel Load(VariantEntry variant, RunFolder folder, Device device, CheckpointChoice choice, Action<string> warn)
    {
        if (folder.Identity.SpecHash != variant.Facts.SpecHash)
        {
            throw new RunException(folder.Identity.Variant == variant.Facts.Path
                ? $"{folder.Path}: the spec {variant.Facts.Path} has changed since the run; build the version that trained it, or train again"
                : $"{folder.Path} holds a run of {folder.Identity.Variant}; asked for is {variant.Facts.Path}");
        }

        var checkpoint = folder.Find(choice, warn)
            ?? throw new RunException($"{folder.Path} has no checkpoint yet; train it first, or wait for the first one");
        ConvolutionForms.Current = folder.Identity.Forms;
        var model = variant.Create(device, folder.Identity.Seed);
        Ema? ema = null;
        try
        {
            ema = new Ema(model.Networks.Single(named => named.Role == "G").Network, variant.Facts.Training.Ema);
            StateFile.Load(
                folder.Checkpoints.TensorFile(checkpoint),
                TrainingState.Tensors(model, ema),
                name => name.StartsWith("adam.", StringComparison.Ordinal));
            return new TrainedModel(folder, checkpoint, model, ema);
        }
        catch
        {
            ema?.Dispose();
            model.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Ema.Dispose();
        Model.Dispose();
    }
}
