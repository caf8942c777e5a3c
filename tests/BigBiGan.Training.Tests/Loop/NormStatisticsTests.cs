using BigBiGan.Dsl;
using BigBiGan.Dsl.Randomness;
using BigBiGan.Training.Loop;
using TorchSharp;
using static TorchSharp.torch;

namespace BigBiGan.Training.Tests.Loop;

/// <summary>Two replicas, each with batch statistics of its own part, against two models that are moved by hand.</summary>
public sealed class NormStatisticsTests : IDisposable
{
    private const int Batch = 8;
    private readonly DisposeScope _scope = NewDisposeScope();

    [Fact]
    public void Replicas_with_statistics_of_their_own_are_models_apart_whose_gradients_are_averaged()
    {
        var expected = ByHand(Specs.Apart.Create);
        Assert.Empty(Differences(expected, ByReplicas(Specs.Apart.Create), 1e-12));
        Assert.NotEmpty(Differences(expected, ByReplicas(Specs.Golden.Create), 1e-6)); // whose statistics are of both parts
    }

    public void Dispose() => _scope.Dispose();

    private static List<string> Differences(Dictionary<string, Tensor> expected, Dictionary<string, Tensor> found, double bound) =>
        [.. expected.Where(entry => (entry.Value - found[entry.Key]).abs().max().item<double>() > bound).Select(entry => entry.Key)];

    /// <summary>Adam's first moments after a step: beta1 is 0, so that they are the gradients of the last update of each network.</summary>
    private static Dictionary<string, Tensor> Gradients(TrainingState state) => state.Tensors()
        .Where(entry => entry.Key.EndsWith(".exp_avg", StringComparison.Ordinal)).ToDictionary(entry => entry.Key, entry => entry.Value.to(float64).clone());

    private static Dictionary<string, Tensor> ByReplicas(Func<Device, ulong, VariantModel> create)
    {
        using var state = new TrainingState(Wide(create));
        using var others = new ReplicaThreads(2, state, () => Wide(create), (_, rank) => new Half(rank), 1);
        new Trainer(state, new Half(0), others.First) { Log = _ => { }, Save = () => { } }.Run(new TrainingGoal(1));
        return Gradients(state);
    }

    private static Dictionary<string, Tensor> ByHand(Func<Device, ulong, VariantModel> create)
    {
        TrainingState[] states = [new(Wide(create)), new(Wide(create))];
        var phases = states.Select(TrainingPhase.Of).ToArray();
        for (var i = 0; i < phases[0].Count; i++)
        {
            for (var rank = 0; rank < 2; rank++)
            {
                foreach (var network in states[rank].Networks)
                {
                    network.SetRequiresGrad(phases[rank][i].Trained.Contains(network));
                }

                phases[rank][i].Losses(new Half(rank).Draw(i)).Losses.Single().Loss.backward();
            }

            var networks = phases[0][i].Trained.Zip(phases[1][i].Trained).ToList();
            foreach (var (first, second) in networks)
            {
                var (own, other) = (first.Adam.Gradients(), second.Adam.Gradients());
                var means = own.Zip(other, (a, b) => (a + b) / 2).ToArray();
                first.Adam.Step(means);
                second.Adam.Step([.. means.Select(mean => mean.clone())]);
            }
        }

        return Gradients(states[0]);
    }

    private static VariantModel Wide(Func<Device, ulong, VariantModel> create)
    {
        var model = create(CPU, 0);
        foreach (var (_, network) in model.Networks)
        {
            network.to(float64);
        }

        return model;
    }

    private sealed class Half(int rank) : IBatchSource
    {
        public StepInput Draw(long updateIndex) => new(Normal("x", updateIndex, 3, 32, 32), Normal("z", updateIndex, 20), Normal("noise", updateIndex, 20));

        private Tensor Normal(string purpose, long updateIndex, params long[] shape) =>
            new CounterRandom(1, purpose, updateIndex).Normal(CPU, [Batch, .. shape]).to(float64).narrow(0, rank * Batch / 2, Batch / 2).clone();
    }
}
