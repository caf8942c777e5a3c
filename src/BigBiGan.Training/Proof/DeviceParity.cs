using BigBiGan.Dsl;
using BigBiGan.Dsl.Native;
using BigBiGan.Training.Loop;
using static TorchSharp.torch;

namespace BigBiGan.Training.Proof;

/// <summary>
/// A variant on a device beside itself on the CPU in float64, from one seed on the same batches: its forward, the losses and gradients of each of its
/// updates, and its forward once more after two whole steps. Weights themselves are not compared: where a gradient is nothing but rounding, as that of
/// a bias before a norm, Adam moves the weight by as much as by any other, and nothing depends on it.
/// </summary>
public static class DeviceParity
{
    private const string Later = ", after two steps";

    /// <summary>Two steps amplify a difference further.</summary>
    private const double LaterSlack = 10;

    /// <param name="batch">Images of an update: at least 2; a small one is enough.</param>
    /// <param name="seed">Of the initialisation and of the batches.</param>
    public static StepProofResult Of(VariantEntry variant, Arithmetic arithmetic, int batch, ulong seed, Device device)
    {
        using var scope = NewDisposeScope();
        CudaSettings.AllowTf32(arithmetic == Arithmetic.Tf32);
        try
        {
            ScalarType? type = arithmetic == Arithmetic.Float64 ? float64 : null;
            using var model = type is null ? variant.Create(device, seed) : ProofModel.Wide(variant, seed, device);
            using var wide = ProofModel.Wide(variant, seed, CPU);
            return new StepProofResult(arithmetic.Deviations(
                Course(model, new Batches(model, batch, seed, device, type)),
                Course(wide, new Batches(wide, batch, seed, CPU, float64)),
                trial =>
                {
                    using var moved = ProofModel.Rounded(variant, seed, trial, arithmetic.Rounding);
                    return Course(moved, new Batches(moved, batch, seed, CPU, float64));
                },
                name => name.EndsWith(Later, StringComparison.Ordinal) ? LaterSlack : 1));
        }
        finally
        {
            CudaSettings.AllowTf32(true);
        }
    }

    private static List<(string Name, Tensor Value)> Course(VariantModel model, Batches batches)
    {
        var values = Forward(model, batches, "");
        for (var i = 0; i < model.Updates.Count; i++)
        {
            values.AddRange(ProofModel.Update(model, i, batches.Draw(i)));
        }

        foreach (var parameter in model.Networks.SelectMany(named => named.Network.parameters()))
        {
            parameter.grad = null; // a backward pass adds to what is there
        }

        using var state = new TrainingState(model);
        var step = new TrainingStep(state, batches);
        step.Take();
        step.Take();
        values.AddRange(Forward(model, batches, Later));
        return values;
    }

    /// <summary>As in training: with the statistics of the batch.</summary>
    private static List<(string Name, Tensor Value)> Forward(VariantModel model, Batches batches, string when)
    {
        using var withoutGradient = no_grad();
        var input = batches.Draw(0);
        foreach (var (_, network) in model.Networks)
        {
            network.train();
        }

        return [($"G(z){when}", model.Generate(input.Z, input.Labels?.Drawn)), ($"the features of x{when}", model.Features(input.X))];
    }

    /// <summary>A batch for each update, the same for every model of a variant.</summary>
    private sealed class Batches(VariantModel model, int batch, ulong seed, Device device, ScalarType? type) : IBatchSource
    {
        public StepInput Draw(long updateIndex) => ProofModel.Moved(ProofModel.Input(model, batch, seed, (int)updateIndex), device, type);
    }
}
