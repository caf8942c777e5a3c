using BigBiGan.Dsl;
using BigBiGan.Dsl.Native;
using BigBiGan.Dsl.Randomness;
using TorchSharp;
using static TorchSharp.torch;

namespace BigBiGan.Training.Proof;

/// <summary>
/// What the proofs of a variant are made of: the variant itself, in float64 and with its weights moved, its batches, and what an update gives.
/// </summary>
internal static class ProofModel
{
    /// <summary>Its networks in float64.</summary>
    public static VariantModel Wide(VariantEntry variant, ulong seed, Device device)
    {
        var wide = variant.Create(device, seed);
        foreach (var (_, network) in wide.Networks)
        {
            network.to(float64);
        }

        return wide;
    }

    /// <summary>Float64 with every parameter moved by as much as activations are off after some layers.</summary>
    public static VariantModel Rounded(VariantEntry variant, ulong seed, int trial, double rounding)
    {
        using var noGradient = no_grad();
        var wide = Wide(variant, seed, CPU);
        var index = 0;
        foreach (var parameter in wide.Networks.SelectMany(named => named.Network.parameters()))
        {
            using var noise = new CounterRandom(seed, $"proof rounding {trial}", index++).Normal(CPU, parameter.shape);
            using var factor = noise.to(float64).Mul(rounding).Add(1);
            parameter.mul_(factor);
        }

        return wide;
    }

    /// <summary>The losses of one update, and the gradient of each network that it trains.</summary>
    public static List<(string Name, Tensor Value)> Update(VariantModel model, int index, StepInput input)
    {
        var update = model.Updates[index];
        foreach (var (role, network) in model.Networks)
        {
            network.train();
            foreach (var parameter in network.parameters())
            {
                parameter.requires_grad = update.Trains.Contains(role, StringComparison.Ordinal);
                parameter.grad = null;
            }
        }

        var losses = update.Losses(input).Losses;
        var values = losses.Select(loss => ($"the loss of {loss.Players}", loss.Loss.detach())).ToList();
        losses.Select(loss => loss.Loss).Aggregate((a, b) => a.Add(b)).backward();
        values.AddRange(model.Networks.Where(named => update.Trains.Contains(named.Role, StringComparison.Ordinal)).Select(named => (
            $"the gradient of {named.Role} in the update of {update.Trains}",
            cat([.. named.Network.parameters().Select(parameter => (parameter.grad ?? zeros_like(parameter)).detach().reshape(-1))]))));
        return values;
    }

    /// <summary>The batch of one update, on the CPU: a function of the seed and the update alone.</summary>
    public static StepInput Input(VariantModel model, int batch, ulong seed, int update)
    {
        var facts = model.Facts;
        var x = new CounterRandom(seed, "proof x", update).Uniform(CPU, -1, 1, batch, facts.Colours, facts.DataSize, facts.DataSize);
        var noise = facts.Encoder is { NeedsNoise: true } ? new CounterRandom(seed, "proof noise", update).Normal(CPU, batch, facts.LatentSize) : null;
        var labels = model.SampleLabels(batch, new CounterRandom(seed, "proof labels", update), CPU) is { } drawn
            ? new LabelPair(model.SampleLabels(batch, new CounterRandom(seed + 1, "proof labels", update), CPU)!, drawn)
            : null;
        return new StepInput(x, model.SamplePrior(batch, new CounterRandom(seed, "proof z", update), CPU), noise, labels);
    }

    /// <param name="type">Null leaves it as it is.</param>
    public static StepInput Moved(StepInput input, Device device, ScalarType? type)
    {
        return new StepInput(
            Of(input.X),
            Of(input.Z),
            input.Noise is null ? null : Of(input.Noise),
            input.Labels is not { } labels ? null : new LabelPair(labels.Real.to(device), labels.Drawn.to(device)));

        Tensor Of(Tensor tensor) => (type is { } wanted ? tensor.to(wanted) : tensor).to(device);
    }
}
