using BigBiGan.Dsl;
using BigBiGan.Dsl.Randomness;
using BigBiGan.Dsl.Replicas;
using BigBiGan.Training.Data.Batches;
using BigBiGan.Training.Errors;
using BigBiGan.Training.Loop;
using BigBiGan.Training.Runs;

namespace BigBiGan.Training.Tests.Runs;

public sealed class ReplicaTests : RunTests
{
    [Fact]
    public void A_run_of_replicas_is_the_same_bits_again_and_again()
    {
        Train(Options("first", steps: 20) with { Replicas = 4 });
        Train(Options("second", steps: 20) with { Replicas = 4 });
        Assert.Equal(File.ReadAllBytes(Tensors("first", 20)), File.ReadAllBytes(Tensors("second", 20)));
    }

    [Fact]
    public void A_killed_and_resumed_run_of_replicas_ends_bit_for_bit_where_an_uninterrupted_one_ends()
    {
        Train(Options("whole", steps: 20) with { Replicas = 2 });
        var killed = Options("killed", steps: 20) with { Replicas = 2, SaveEvery = TimeSpan.Zero };
        Kill(killed, step: 8);
        Train(killed with { Resume = true, Replicas = null });

        Assert.Equal(File.ReadAllBytes(Tensors("whole", 20)), File.ReadAllBytes(Tensors("killed", 20)));
        Assert.Empty(Warnings);
    }

    [Fact]
    public void A_run_may_go_on_with_another_number_of_replicas_and_says_so()
    {
        Train(Options("run", steps: 8) with { Replicas = 2 });
        Train(Options("run", steps: 20) with { Replicas = 4, Resume = true });
        Assert.Contains("goes on under other conditions (replicas 2, now 4)", Assert.Single(Warnings));
        Assert.Equal(4, RunFolder.Open(Folder["run"]).Identity.Replicas);
    }

    [Fact]
    public void A_batch_that_cannot_be_cut_into_equal_parts_is_refused()
    {
        var problem = Assert.Throws<RunException>(() => TrainingRun.Start(Options("run", steps: 1) with { Replicas = 3 }, Warnings.Add));
        Assert.StartsWith("a batch of 8 cannot be cut into 3 equal parts; give --replicas 1", problem.Message);
        Assert.False(Directory.Exists(Folder["run"]));
    }

    [Fact]
    public void Each_replica_reads_its_part_of_the_batch_that_one_would_read()
    {
        using var model = TinyModel.Entry.Create(TorchSharp.torch.CPU, 0);
        using var scope = TorchSharp.torch.NewDisposeScope();
        var reader = new BatchReader(TinyModel.Images().Train, 5, new Augmentation(true, 1));
        CounterBatches Batches(BatchPart? part) => new(model, reader, null, 5, 8, TorchSharp.torch.CPU, part);
        using var whole = Batches(null);
        using var second = Batches(BatchPart.Of(8, 1, 4));
        for (var update = 3; update < 9; update++)
        {
            var (expected, found) = (whole.Draw(update), second.Draw(update));
            foreach (var (all, part) in new[] { (expected.X, found.X), (expected.Z, found.Z), (expected.Noise!, found.Noise!) })
            {
                Assert.Equal(all.narrow(0, 2, 2).contiguous().data<float>().ToArray(), part.contiguous().data<float>().ToArray());
            }
        }
    }

    /// <summary>The other thread changes about half of the weights, and what layers keep of a weight for evaluation must not outlive it.</summary>
    [Fact]
    public void Between_steps_the_first_replica_evaluates_the_newest_weights()
    {
        using var scope = TorchSharp.torch.NewDisposeScope();
        using var state = new TrainingState(Specs.Golden.Create(TorchSharp.torch.CPU, 3));
        var images = new CounterRandom(5, "images").Normal(TorchSharp.torch.CPU, 8, 3, 32, 32);
        var z = new CounterRandom(5, "z").Normal(TorchSharp.torch.CPU, 4, 20);
        IBatchSource Batches(int rank) => new Fixed(images.narrow(0, 4 * rank, 4), z);
        using var others = new ReplicaThreads(2, state, () => Specs.Golden.Create(TorchSharp.torch.CPU, 0), (_, rank) => Batches(rank), 1);
        var drawn = new List<float[]>();
        new Trainer(state, Batches(0), others.First) { Log = _ => { }, Save = () => { }, EvaluateEvery = 1, Evaluate = Evaluate }.Run(new TrainingGoal(3));
        Assert.Equal(3, drawn.DistinctBy(values => values[0]).Count());

        bool Evaluate()
        {
            using var other = Specs.Golden.Create(TorchSharp.torch.CPU, 0);
            foreach (var (own, twin) in state.Model.Networks.Zip(other.Networks))
            {
                twin.Network.load_state_dict(own.Network.state_dict());
            }

            drawn.Add(Drawn(state.Model));
            Assert.Equal(Drawn(other), drawn[^1]);
            return false;
        }

        float[] Drawn(VariantModel model)
        {
            using var withoutGradient = TorchSharp.torch.no_grad();
            var generator = model.Networks.Single(named => named.Role == "G").Network;
            generator.eval();
            float[] values = [.. model.Generate(z, null).contiguous().data<float>()];
            generator.train();
            return values;
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_replica_that_fails_ends_the_others_with_its_reason(int rank)
    {
        using var model = (TinyModel)TinyModel.Entry.Create(TorchSharp.torch.CPU, 0);
        using var state = new TrainingState(model);
        var reader = new BatchReader(TinyModel.Images().Train, 5, Augmentation.None);
        IBatchSource Batches(VariantModel other, int at) =>
            new Failing(new CounterBatches(other, reader, null, 5, 8, TorchSharp.torch.CPU, BatchPart.Of(8, at, 4)), at == rank ? 5 : long.MaxValue);
        using var others = new ReplicaThreads(4, state, () => TinyModel.Entry.Create(TorchSharp.torch.CPU, 0), Batches, 1);
        using var own = new CounterBatches(model, reader, null, 5, 8, TorchSharp.torch.CPU, BatchPart.Of(8, 0, 4));

        var problem = Assert.Throws<ReplicaException>(() =>
            new Trainer(state, own, others.First) { Log = _ => { }, Save = () => { } }.Run(new TrainingGoal(20)));
        Assert.Equal("the disk is gone", Assert.IsType<IOException>(problem.InnerException).Message);
        Assert.Equal(1, state.Step); // five updates and no sixth: two steps of three are not whole
    }

    private sealed class Fixed(TorchSharp.torch.Tensor x, TorchSharp.torch.Tensor z) : IBatchSource
    {
        public StepInput Draw(long updateIndex) => new(x, z, z * 0.5, null);
    }

    private sealed class Failing(CounterBatches batches, long at) : IBatchSource, IDisposable
    {
        public StepInput Draw(long updateIndex) => updateIndex == at ? throw new IOException("the disk is gone") : batches.Draw(updateIndex);

        public void Dispose() => batches.Dispose();
    }
}
