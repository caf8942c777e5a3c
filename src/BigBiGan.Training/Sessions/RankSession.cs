using BigBiGan.Dsl;
using BigBiGan.Dsl.Native;
using BigBiGan.Dsl.Replicas.Mpi;
using BigBiGan.Dsl.Tensors;
using BigBiGan.Training.Errors;
using BigBiGan.Training.Evaluation.Sampling;
using BigBiGan.Training.Loop;
using BigBiGan.Training.Runs;

namespace BigBiGan.Training.Sessions;

/// <summary>
/// A rank besides rank 0 of a run whose replicas are processes: it takes the same steps, makes its part of the batches that are measured, and neither logs
/// nor writes anything.
/// </summary>
public static class RankSession
{
    /// <summary>Takes every step that rank 0 takes.</summary>
    /// <param name="request">As rank 0 has it; its folder is that rank's alone.</param>
    /// <param name="found">What the run is that is gone on with; null for a new one.</param>
    /// <param name="ranks">This rank's seat.</param>
    /// <exception cref="RunException">The run cannot start; the message is one line for the user.</exception>
    public static void Follow(RunRequest request, RunIdentity? found, MpiReplicas ranks)
    {
        var (identity, labels) = TrainingRun.Identify(request, found);
        RankAgreement.Require(ranks, request, identity);
        TorchRuntime.Initialize(identity.Threads);
        ConvolutionForms.Current = identity.Forms;
        using var model = request.Variant.Create(request.Device, identity.Seed);
        using var state = new TrainingState(model);
        TrainingRun.ProveKernels(model, [identity.Batch / model.Facts.Training.MicroBatches / ranks.Count], request.Device, (_, _) => { });
        using var images = new TrainingImages(request, identity, labels);
        using var batches = images.Batches(model, ranks.Rank, ranks.Count);
        ConvolutionForms.Current = ConvolutionForms.Named(ranks.Exchange(identity.Forms.Name)[0])!;
        var seat = ranks.On(request.Device);
        var shared = new SharedBatches(seat, request.Device);
        VariantModel? judged = null; // the weights of what is measured are not those that train
        try
        {
            TrainingStep.Follow(
                state, batches, seat, () => shared.Join(judged ??= request.Variant.Create(request.Device, identity.Seed), request.Data));
        }
        catch (DivergenceException)
        {
            // all ranks have the same gradients: rank 0 says it
        }
        finally
        {
            judged?.Dispose();
        }
    }
}
