using BigBiGan.Dsl;
using BigBiGan.Dsl.Replicas;
using BigBiGan.Training.Loop;
using static TorchSharp.torch;

namespace BigBiGan.Models.Tests;

/// <summary>Two whole steps of every variant in float64: by one replica on a batch, and by several on their parts of it.</summary>
public sealed class ReplicaTests
{
    /// <summary>One of each kind of norm, of reversible stages, attention, labels and posteriors.</summary>
    public static TheoryData<string> Kinds => ["small/fashion", "small/deep-blocks", "small/revnet-x4", "small/deterministic-e", "bigan/bigan", "bigan/autoencoder-l1"];

    [Theory]
    [MemberData(nameof(TestedVariants.SmallPaths), MemberType = typeof(TestedVariants))]
    public void Replicas_of_parts_of_a_batch_are_one_of_the_whole(string path)
    {
        var entry = TestedVariants.Find(path);
        var batch = path.StartsWith("bigan/", StringComparison.Ordinal) ? 32 : 4; // over a few vectors a norm divides by almost nothing
        var alone = TwoSteps.Of(entry, batch, 1);
        foreach (var count in new[] { 2, 4 })
        {
            alone.AssertCloseTo(TwoSteps.Of(entry, batch, count), $"{path}, {count} replicas");
        }
    }

    /// <summary>Of each network's first update alone: Adam makes a whole step of a gradient that is nothing but rounding, and the second update sees it.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void In_float32_the_first_gradients_of_replicas_are_those_of_one_within_rounding(string path)
    {
        var entry = TestedVariants.Find(path);
        var batch = path.StartsWith("bigan/", StringComparison.Ordinal) ? 32 : 4;
        var (alone, together) = (FirstGradients(entry, batch, 1), FirstGradients(entry, batch, 2));
        var scale = alone.Max(gradient => gradient.Value.Max(Math.Abs));
        foreach (var (name, gradient) in alone)
        {
            // of E's activations a few are so near to zero that rounding decides a ReLU's side, and every layer before it sees that
            var bound = name.Contains(" E.", StringComparison.Ordinal) ? 2e-4 : 1e-5;
            var worst = gradient.Zip(together[name], (a, b) => Math.Abs(a - b)).Max() / scale;
            Assert.True(worst <= bound, $"{path}: {name} differs by {worst:g2} of the largest; expected at most {bound:g2}");
        }
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
}
