using BigBiGan.Dsl;
using BigBiGan.Dsl.Kernels;
using BigBiGan.Dsl.Layers;
using static TorchSharp.torch;

namespace BigBiGan.Training.Proof;

/// <summary>
/// The kernels of a training step, found by going through its forward without calculating them. What a backward pass asks for by itself
/// (attention by rows, reversible stages) is not among them; it is proven when it is asked for.
/// </summary>
public static class KernelSurvey
{
    /// <summary>Leaves the model as it was.</summary>
    /// <param name="batch">Images per update.</param>
    public static IReadOnlyList<Kernel> Of(VariantModel model, int batch, Device device)
    {
        var before = model.Networks.Select(named => (
            named.Network,
            named.Network.training,
            Trained: named.Network.parameters().Select(parameter => parameter.requires_grad).ToArray())).ToArray();
        using var recorder = new KernelRecorder();
        try
        {
            foreach (var update in model.Updates)
            {
                using var scope = NewDisposeScope();
                foreach (var (role, network) in model.Networks)
                {
                    network.eval(); // training would move running statistics and spectral vectors
                    Trains(network, Enumerable.Repeat(update.Trains.Contains(role, StringComparison.Ordinal), int.MaxValue));
                }

                update.Losses(Nothing(model.Facts, batch, device));
            }
        }
        finally
        {
            foreach (var (network, training, trained) in before)
            {
                network.train(training);
                Trains(network, trained);
            }
        }

        return [.. recorder.Kernels.OrderBy(kernel => kernel.ToString(), StringComparer.Ordinal)];
    }

    private static StepInput Nothing(VariantFacts facts, int batch, Device device)
    {
        var noise = facts.Encoder is { NeedsNoise: true } ? zeros([batch, facts.LatentSize], device: device) : null;
        var labels = facts.Labels is null ? null : new LabelPair(zeros([batch], int64, device), zeros([batch], int64, device));
        return new StepInput(
            zeros([batch, facts.Colours, facts.DataSize, facts.DataSize], device: device),
            zeros([batch, facts.LatentSize], device: device),
            noise,
            labels);
    }

    private static void Trains(Network network, IEnumerable<bool> values)
    {
        foreach (var (parameter, value) in network.parameters().Zip(values))
        {
            parameter.requires_grad = value;
        }
    }
}
