using BigBiGan.Dsl;
using BigBiGan.Training.Loop;
using TorchSharp;
using static TorchSharp.torch;

namespace BigBiGan.Training.Tests.Loop;

public sealed class MicroBatchTests : IDisposable
{
    private const int Parts = 4;
    private readonly DisposeScope _scope = NewDisposeScope();

    [Theory]
    [InlineData(0)] // of D
    [InlineData(2)] // of G and E
    public void The_gradient_of_an_update_is_the_mean_over_its_micro_batches(int phase)
    {
        var (gradients, numbers) = Update(phase, Parts, Batch());
        var plain = Enumerable.Range(0, Parts).Select(i => Update(phase, 1, Quarter(Batch(), i))).ToList(); // each by a model of its own
        foreach (var (name, gradient) in gradients)
        {
            var mean = stack(plain.Select(part => part.Gradients[name])).mean([0]);
            Assert.True(gradient.allclose(mean, rtol: 1e-5, atol: 1e-6), name);
        }

        Assert.True(numbers.allclose(stack(plain.Select(part => part.Numbers)).mean([0]), rtol: 1e-6), "the logged numbers");
        Assert.False(gradients.Values.Zip(Update(phase, 1, Batch()).Gradients.Values).All(pair => pair.First.allclose(pair.Second)), "statistics are of a part");
    }

    [Fact]
    public void A_step_of_micro_batches_counts_the_images_of_the_whole_batch_and_moves_every_network_once()
    {
        var model = Model(Parts);
        using var state = new TrainingState(model);
        var reading = new TrainingStep(state, new Replay(Batch)).Take();
        Assert.Equal(3 * 8, reading.Images);
        Assert.Equal(1, state.Networks.Single(network => network.Role == "G").Adam.State.Single(entry => entry.Name == "step").Tensor.to(float64).item<double>());
    }

    public void Dispose() => _scope.Dispose();

    private static (Dictionary<string, Tensor> Gradients, Tensor Numbers) Update(int phase, int microBatches, StepInput batch)
    {
        var model = Model(1);
        var state = new TrainingState(model);
        var update = TrainingPhase.Of(state)[phase];
        var numbers = update.Run(batch, microBatches);
        var gradients = update.Trained
            .SelectMany(network => network.Network.named_parameters().Select(entry => (Name: $"{network.Role}.{entry.name}", entry.parameter.grad)))
            .Where(entry => entry.grad is not null)
            .ToDictionary(entry => entry.Name, entry => entry.grad!.clone());
        return (gradients, numbers.Values);
    }

    private static TinyModel Model(int microBatches)
    {
        var facts = TinyModel.Entry.Facts;
        return new TinyModel(facts with { Training = facts.Training with { MicroBatches = microBatches } }, 1);
    }

    private static StepInput Batch()
    {
        var random = new BigBiGan.Dsl.Randomness.CounterRandom(2, "batch");
        Tensor Normal(params long[] shape) => random.Normal(CPU, shape);
        return new StepInput(Normal(8, 1, 4, 4), Normal(8, 3), Normal(8, 3));
    }

    private static StepInput Quarter(StepInput batch, int i) =>
        new(batch.X.narrow(0, 2 * i, 2), batch.Z.narrow(0, 2 * i, 2), batch.Noise!.narrow(0, 2 * i, 2));

    private sealed class Replay(Func<StepInput> draw) : IBatchSource
    {
        public StepInput Draw(long updateIndex) => draw();
    }
}
