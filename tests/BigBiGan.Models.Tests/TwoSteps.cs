using BigBiGan.Dsl;
using BigBiGan.Training.Loop;
using TorchSharp;
using static TorchSharp.torch;

namespace BigBiGan.Models.Tests;

/// <summary>What two whole steps of a variant in float64 make of it.</summary>
/// <param name="State">Every tensor of the training state.</param>
/// <param name="Losses">Of both steps.</param>
internal sealed record TwoSteps(Dictionary<string, double[]> State, double[] Losses)
{
    private const int Steps = 2;

    /// <param name="batch">Images of a whole batch.</param>
    /// <param name="count">Replicas that share it.</param>
    public static TwoSteps Of(VariantEntry entry, int batch, int count)
    {
        using var scope = NewDisposeScope();
        using var model = Wide(entry);
        using var trained = new TrainingState(model);
        using var others = count == 1 ? null : new ReplicaThreads(
            count, trained, () => Wide(entry), (other, rank) => new CountedParts(other, batch, BatchPart.Of(batch, rank, count), float64), 1);
        var logged = new List<double>();
        var source = new CountedParts(model, batch, BatchPart.Of(batch, 0, count), float64);
        new Trainer(trained, source, others?.First) { Log = record => logged.AddRange(record.Losses.Select(loss => loss.Value)), Save = () => { }, LogEvery = 1 }
            .Run(new TrainingGoal(Steps));
        return new TwoSteps(trained.Tensors().ToDictionary(entry => entry.Key, entry => entry.Value.to(float64).contiguous().data<double>().ToArray()), [.. logged]);
    }

    /// <param name="what">What is compared, for the message.</param>
    public void AssertCloseTo(TwoSteps other, string what)
    {
        Assert.Equal(State.Keys, other.State.Keys);
        Assert.All(State, tensor => AssertClose($"{what}: {tensor.Key}", tensor.Value, other.State[tensor.Key], Scale(tensor.Key)));
        AssertClose($"{what}: losses", Losses, other.Losses, Losses.Max(Math.Abs));
    }

    /// <summary>
    /// Gradients, as Adam's moments keep them, within 1e-12 of the largest of their network. Adam divides by a moment that may be little more than its
    /// epsilon of 1e-8, so that weights are held to 1e-10. A bias before a norm has a gradient that is nothing but rounding: biases, and the running
    /// means that they move, are held to 1e-8.
    /// </summary>
    private static void AssertClose(string name, double[] expected, double[] found, double scale)
    {
        var bound = name.Contains("adam.", StringComparison.Ordinal) || name.EndsWith("losses", StringComparison.Ordinal) ? 1e-12 * scale
            : name.EndsWith(".bias", StringComparison.Ordinal) || name.EndsWith(".running_mean", StringComparison.Ordinal) ? 1e-8
            : 1e-10 * scale;
        var worst = expected.Zip(found, (a, b) => Math.Abs(a - b)).Max();
        Assert.True(worst <= bound, $"{name} differs by {worst:g2}; expected at most {bound:g2}");
    }

    private double Scale(string name)
    {
        var ending = name[name.LastIndexOf('.')..];
        return name.StartsWith("adam.", StringComparison.Ordinal)
            ? State.Where(other => other.Key.StartsWith(name[..7], StringComparison.Ordinal) && other.Key.EndsWith(ending, StringComparison.Ordinal)).Max(Largest)
            : Math.Max(1, Largest(new(name, State[name])));
    }

    private static double Largest(KeyValuePair<string, double[]> tensor) => tensor.Value.Max(Math.Abs);

    private static VariantModel Wide(VariantEntry entry)
    {
        var model = entry.Create(CPU, 0);
        foreach (var (_, network) in model.Networks)
        {
            network.to(float64);
        }

        return model;
    }
}
