using BigBiGan.Dsl;
using BigBiGan.Dsl.Replicas;
using BigBiGan.Training.Loop;
using TorchSharp;
using static TorchSharp.torch;

namespace BigBiGan.Models.Tests;

/// <summary>Two whole steps of every variant in float64: by one replica on a batch, and by several on their parts of it.</summary>
public sealed class ReplicaTests
{
    private const int Steps = 2;

    /// <summary>One of each kind of norm, of reversible stages, attention, labels and posteriors: four replicas take as long as all others together.</summary>
    private static readonly string[] ByFour =
        ["small/fashion", "small/fashion-bfloat16", "small/deep-blocks", "small/revnet-x4", "small/deterministic-e", "bigan/bigan", "bigan/autoencoder-l1"];

    [Theory]
    [MemberData(nameof(TestedVariants.SmallPaths), MemberType = typeof(TestedVariants))]
    public void Replicas_of_parts_of_a_batch_are_one_of_the_whole(string path)
    {
        var entry = TestedVariants.Find(path);
        var batch = path.StartsWith("bigan/", StringComparison.Ordinal) ? 32 : 4; // over a few vectors a norm divides by almost nothing
        var (alone, losses) = Trained(entry, batch, 1);
        foreach (var count in ByFour.Contains(path) ? [2, 4] : new[] { 2 })
        {
            var (together, others) = Trained(entry, batch, count);
            Assert.Equal(alone.Keys, together.Keys);
            Assert.All(alone, tensor => AssertClose(
                $"{path}, {count} replicas: {tensor.Key}", tensor.Value, together[tensor.Key], Scale(alone, tensor.Key)));
            AssertClose($"{path}, {count} replicas: losses", losses, others, losses.Max(Math.Abs));
        }
    }

    public static TheoryData<string> ByFourPaths => [.. ByFour.Where(path => !path.EndsWith("bfloat16", StringComparison.Ordinal))];

    /// <summary>Of each network's first update alone: Adam makes a whole step of a gradient that is nothing but rounding, and the second update sees it.</summary>
    [Theory]
    [MemberData(nameof(ByFourPaths))]
    public void In_float32_the_first_gradients_of_replicas_are_those_of_one_within_rounding(string path)
    {
        var entry = TestedVariants.Find(path);
        var batch = path.StartsWith("bigan/", StringComparison.Ordinal) ? 32 : 4;
        var (alone, together) = (FirstGradients(entry, batch, 1), FirstGradients(entry, batch, 2));
        var scale = alone.Max(Largest);
        foreach (var (name, gradient) in alone)
        {
            // of E's activations a few are so near to zero that rounding decides a ReLU's side, and every layer before it sees that
            var bound = name.Contains(" E.", StringComparison.Ordinal) ? 2e-4 : 1e-5;
            var worst = gradient.Zip(together[name], (a, b) => Math.Abs(a - b)).Max() / scale;
            Assert.True(worst <= bound, $"{path}: {name} differs by {worst:g2} of the largest; expected at most {bound:g2}");
        }
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

    private static double Scale(Dictionary<string, double[]> state, string name)
    {
        var ending = name[name.LastIndexOf('.')..];
        return name.StartsWith("adam.", StringComparison.Ordinal)
            ? state.Where(other => other.Key.StartsWith(name[..7], StringComparison.Ordinal) && other.Key.EndsWith(ending, StringComparison.Ordinal)).Max(Largest)
            : Math.Max(1, Largest(new(name, state[name])));
    }

    private static double Largest(KeyValuePair<string, double[]> tensor) => tensor.Value.Max(Math.Abs);

    private static (Dictionary<string, double[]> State, double[] Losses) Trained(VariantEntry entry, int batch, int count)
    {
        using var scope = NewDisposeScope();
        using var model = Wide(entry);
        using var state = new TrainingState(model);
        using var others = count == 1 ? null : new ReplicaThreads(
            count, state, () => Wide(entry), (other, rank) => new CountedParts(other, batch, BatchPart.Of(batch, rank, count), float64), 1);
        var losses = new List<double>();
        var source = new CountedParts(model, batch, BatchPart.Of(batch, 0, count), float64);
        new Trainer(state, source, others?.First) { Log = record => losses.AddRange(record.Losses.Select(loss => loss.Value)), Save = () => { }, LogEvery = 1 }
            .Run(new TrainingGoal(Steps));
        return (state.Tensors().ToDictionary(entry => entry.Key, entry => entry.Value.to(float64).contiguous().data<double>().ToArray()), [.. losses]);
    }

    /// <summary>Of every kind of update, from the first weights.</summary>
    private static Dictionary<string, double[]> FirstGradients(VariantEntry entry, int batch, int count)
    {
        var replicas = count == 1 ? null : new LocalReplicas(count);
        var others = Enumerable.Range(1, count - 1).Select(rank => new Thread(() => Updates(entry, batch, rank, replicas))).ToList();
        others.ForEach(thread => thread.Start());
        var gradients = Updates(entry, batch, 0, replicas);
        others.ForEach(thread => thread.Join());
        return gradients;
    }

    private static Dictionary<string, double[]> Updates(VariantEntry entry, int batch, int rank, LocalReplicas? replicas)
    {
        using var scope = NewDisposeScope();
        set_num_threads(1);
        using var model = entry.Create(CPU, 0);
        using var state = new TrainingState(model);
        model.ShareBatches(replicas?.Seats[rank]);
        var part = BatchPart.Of(batch, rank, replicas?.Seats.Count ?? 1);
        var gradients = new Dictionary<string, double[]>();
        foreach (var update in model.Updates)
        {
            var trained = state.Networks.Where(network => update.Trains.Contains(network.Role, StringComparison.Ordinal)).ToList();
            foreach (var network in state.Networks)
            {
                network.SetRequiresGrad(trained.Contains(network));
            }

            var losses = update.Losses(part.Cut(CountedInput.Of(model, batch, 0)));
            losses.Losses.Select(loss => loss.Loss).Aggregate((sum, loss) => sum + loss).backward();
            foreach (var network in trained)
            {
                Tensor[] own = network.Adam.Gradients();
                replicas?.Seats[rank].Average(own);
                for (var i = 0; i < own.Length; i++)
                {
                    gradients.Add($"{update.Trains} {network.Role}.{i}", own[i].to(float64).contiguous().data<double>().ToArray());
                    own[i].zero_();
                }
            }
        }

        return gradients;
    }

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
