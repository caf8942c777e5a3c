using BigBiGan.Dsl;
using BigBiGan.Dsl.Native;
using BigBiGan.Dsl.Randomness;
using TorchSharp;
using static TorchSharp.torch;

namespace BigBiGan.Training.Proof;

/// <summary>
/// The first step of a variant beside the same step in float64, from the same seed on the same batch: how far its losses and gradients are
/// from it. What the proof of kernels does for one kernel at a time, this does for all of the variant's layers together.
/// </summary>
public static class StepProof
{
    /// <summary>The bound of float32: a ReLU whose input is almost 0 may fall the other way.</summary>
    public const double Float32Bound = 1e-3;

    /// <summary>The bound of bfloat16, which keeps eight bits.</summary>
    public const double BFloat16Bound = 2e-2;

    /// <summary>
    /// A deep network over a small batch amplifies rounding beyond the bound, most of it where a ReLU falls the other way. There float64
    /// itself tells how much is right: the variant may be some times as far from it as float64 with weights that are moved by so many
    /// roundings of the variant's own type.
    /// </summary>
    private const double Float32Rounding = 16.0 / (1 << 24);

    private const double BFloat16Rounding = 1.0 / (1 << 9);

    private const double Margin = 4;

    private const int Trials = 3;

    /// <param name="batch">At least 2; a small one is enough.</param>
    /// <param name="seed">Of the initialisation and of the batch.</param>
    public static StepProofResult Of(VariantEntry variant, int batch, ulong seed, Device device)
    {
        using var scope = NewDisposeScope();
        var (bound, rounding) = variant.Facts.Training.Precision == Precision.BFloat16 ? (BFloat16Bound, BFloat16Rounding) : (Float32Bound, Float32Rounding);
        using var model = variant.Create(device, seed);
        using var wide = Wide(variant, seed);
        var deviations = new List<StepDeviation>();
        for (var i = 0; i < model.Updates.Count; i++)
        {
            using var inner = NewDisposeScope();
            var input = Input(model, batch, seed, i);
            var found = Update(model, i, Moved(input, device, null));
            var expected = Update(wide, i, Moved(input, CPU, float64));
            var distances = found.Zip(expected, (a, b) => Distance(a.Value, b.Value)).ToArray();
            var bounds = distances.Select(_ => bound).ToArray();
            if (distances.Any(distance => !(distance <= bound)))
            {
                for (var trial = 0; trial < Trials; trial++)
                {
                    using var moved = Rounded(variant, seed, trial, rounding);
                    var rounded = Update(moved, i, Moved(input, CPU, float64));
                    bounds = [.. bounds.Zip(rounded.Zip(expected), (most, pair) => Math.Max(most, Margin * Distance(pair.First.Value, pair.Second.Value)))];
                }
            }

            deviations.AddRange(found.Select((value, at) => new StepDeviation(value.Name, distances[at], bounds[at])));
        }

        return new StepProofResult(deviations);
    }

    private static VariantModel Wide(VariantEntry variant, ulong seed)
    {
        var wide = variant.Create(CPU, seed);
        foreach (var (_, network) in wide.Networks)
        {
            network.to(float64);
        }

        return wide;
    }

    /// <summary>Every parameter moved by as much as activations are off after some layers.</summary>
    private static VariantModel Rounded(VariantEntry variant, ulong seed, int trial, double rounding)
    {
        using var noGradient = no_grad();
        var wide = Wide(variant, seed);
        var index = 0;
        foreach (var parameter in wide.Networks.SelectMany(named => named.Network.parameters()))
        {
            using var noise = new CounterRandom(seed, $"proof rounding {trial}", index++).Normal(CPU, parameter.shape);
            using var factor = noise.to(float64).Mul(rounding).Add(1);
            parameter.mul_(factor);
        }

        return wide;
    }

    private static List<(string Name, Tensor Value)> Update(VariantModel model, int index, StepInput input)
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
        losses.Select(loss => loss.Loss).Aggregate((a, b) => a + b).backward();
        values.AddRange(model.Networks.Where(named => update.Trains.Contains(named.Role, StringComparison.Ordinal)).Select(named => (
            $"the gradient of {named.Role} in the update of {update.Trains}",
            cat([.. named.Network.parameters().Select(parameter => (parameter.grad ?? zeros_like(parameter)).detach().reshape(-1))]))));
        return values;
    }

    private static StepInput Input(VariantModel model, int batch, ulong seed, int update)
    {
        var facts = model.Facts;
        var x = new CounterRandom(seed, "proof x", update).Uniform(CPU, -1, 1, batch, facts.Colours, facts.DataSize, facts.DataSize);
        var noise = facts.Encoder is { NeedsNoise: true } ? new CounterRandom(seed, "proof noise", update).Normal(CPU, batch, facts.LatentSize) : null;
        var labels = model.SampleLabels(batch, new CounterRandom(seed, "proof labels", update), CPU) is { } drawn
            ? new LabelPair(model.SampleLabels(batch, new CounterRandom(seed + 1, "proof labels", update), CPU)!, drawn)
            : null;
        return new StepInput(x, model.SamplePrior(batch, new CounterRandom(seed, "proof z", update), CPU), noise, labels);
    }

    private static StepInput Moved(StepInput input, Device device, ScalarType? type)
    {
        return new StepInput(
            Of(input.X),
            Of(input.Z),
            input.Noise is null ? null : Of(input.Noise),
            input.Labels is not { } labels ? null : new LabelPair(labels.Real.to(device), labels.Drawn.to(device)));

        Tensor Of(Tensor tensor) => (type is { } wanted ? tensor.to(wanted) : tensor).to(device);
    }

    /// <summary>The norm of the difference over the norm of what is right.</summary>
    private static double Distance(Tensor found, Tensor expected)
    {
        var right = expected.to(float64).cpu();
        return ((found.to(float64).cpu() - right).norm() / right.norm().ClampMin(1e-12)).item<double>();
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
