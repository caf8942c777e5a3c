using BigBiGan.Dsl;
using static TorchSharp.torch;

namespace BigBiGan.Training.Proof;

/// <summary>
/// The first step of a variant beside the same step in float64, from the same seed on the same batch: how far its losses and gradients are
/// from it. What the proof of kernels does for one kernel at a time, this does for all of the variant's layers together.
/// </summary>
public static class StepProof
{
    /// <param name="batch">At least 2; a small one is enough.</param>
    /// <param name="seed">Of the initialisation and of the batch.</param>
    public static StepProofResult Of(VariantEntry variant, int batch, ulong seed, Device device)
    {
        using var scope = NewDisposeScope();
        var arithmetic = Arithmetic.Of(variant.Facts.Training.Precision);
        using var model = variant.Create(device, seed);
        using var wide = ProofModel.Wide(variant, seed, CPU);
        var deviations = new List<StepDeviation>();
        for (var i = 0; i < model.Updates.Count; i++)
        {
            using var inner = NewDisposeScope();
            var (update, input) = (i, ProofModel.Input(model, batch, seed, i));
            deviations.AddRange(arithmetic.Deviations(
                ProofModel.Update(model, update, ProofModel.Moved(input, device, null)),
                ProofModel.Update(wide, update, ProofModel.Moved(input, CPU, float64)),
                trial =>
                {
                    using var moved = ProofModel.Rounded(variant, seed, trial, arithmetic.Rounding);
                    return ProofModel.Update(moved, update, ProofModel.Moved(input, CPU, float64));
                }));
        }

        return new StepProofResult(deviations);
    }
}

/// <summary>What a proof of a step found.</summary>
/// <param name="Deviations">Of each loss and of each network's gradient.</param>
public sealed record StepProofResult(IReadOnlyList<StepDeviation> Deviations)
{
    /// <summary>The one that is farthest from float64, by its bound.</summary>
    public StepDeviation Worst => Deviations.MaxBy(
        deviation => double.IsFinite(deviation.Value) ? deviation.Value / deviation.Bound : double.PositiveInfinity)!;

    /// <summary>Whether all are within their bounds.</summary>
    public bool Holds => Worst.Value <= Worst.Bound;
}

/// <param name="Name">A loss, or a network's gradient in an update.</param>
/// <param name="Value">The norm of the difference from float64 over float64's own norm.</param>
/// <param name="Bound">The largest value that is right.</param>
public sealed record StepDeviation(string Name, double Value, double Bound);
