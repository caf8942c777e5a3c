using System.Security.Cryptography;
using BigBiGan.Dsl;
using BigBiGan.Dsl.Custom;
using BigBiGan.Dsl.Layers;
using BigBiGan.Dsl.Randomness;
using BigBiGan.Dsl.Replicas;
using BigBiGan.Training.Data.Images;
using BigBiGan.Training.Data.Sources;
using BigBiGan.Training.Evaluation.Evaluators;
using BigBiGan.Training.Evaluation.Protocols;
using BigBiGan.Training.Evaluation.Sampling;
using TorchSharp;
using static TorchSharp.torch;

namespace BigBiGan.Training.Tests.Evaluation;

/// <summary>Whatever is measured is the same, byte for byte, by one thread and by several: each batch is calculated wholly by one.</summary>
public sealed class EvaluationReplicaTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly VariantModel _model = Specs.Golden.Create(CPU, 3);
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _model.Dispose();
        _scope.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Standing_statistics_and_samples()
    {
        var expected = Samples(1);
        Assert.Equal(expected, Samples(2));
        Assert.Equal(expected, Samples(3));
    }

    [Fact]
    public void Features_and_latents()
    {
        var images = Images(600);
        var expected = Features(1);
        Assert.Equal(expected, Features(2));
        Assert.Equal(expected, Features(3));

        (string Of, string Features, string Latents, string State) Features(int replicas)
        {
            using var scope = NewDisposeScope();
            var of = EvaluationFeatures.Of(_model, images, CPU, replicas);
            using var standing = EvaluationFeatures.Standing(_model, images, CPU, replicas: replicas);
            var (features, latents) = EvaluationFeatures.Embed(_model, images, CPU, replicas);
            Assert.Equal([600, _model.Facts.FeatureSize], features.shape);
            Assert.Equal([600, _model.Facts.LatentSize], latents!.shape);
            return (Hash(of), Hash(features), Hash(latents), State("E"));
        }
    }

    [Fact]
    public void Feature_files()
    {
        using var generator = new EvaluationGenerator(_model, null, seed: 7, CPU, batches: 2);
        var expected = File(1);
        Assert.Equal(expected, File(2));
        Assert.Equal(expected, File(3));

        string File(int replicas)
        {
            using var store = new FeatureStore(_folder[$"{replicas}"], CPU, replicas, mostInMemory: 0);
            var done = new List<(int, int)>();
            using (store.Of(generator.Draw, 100, 16, images => images.flatten(1), () => "samples", (count, all) => done.Add((count, all))))
            {
                Assert.Equal([(16, 100), (32, 100), (48, 100), (64, 100), (80, 100), (96, 100), (100, 100)], done);
            }

            return Convert.ToHexString(SHA256.HashData(System.IO.File.ReadAllBytes(Directory.GetFiles(_folder[$"{replicas}"]).Single())));
        }
    }

    /// <summary>The others begin with other weights, and are given those that are measured: first the averages of a trained model's, then of an untrained one's.</summary>
    [Theory]
    [InlineData(2, false)]
    [InlineData(3, false)]
    [InlineData(2, true)]
    public void All_that_is_measured_by_ranks(int count, bool grey)
    {
        var colours = grey ? 1 : 3;
        Func<ulong, VariantModel> create = grey ? seed => Specs.Grey.Create(CPU, seed) : seed => Specs.Golden.Create(CPU, seed);
        using var trained = create(3);
        using var untrained = create(4);
        var data = new DataSource(Images(600, classes: 2, colours), Images(60, classes: 2, colours));
        var settings = new EvaluationSettings { Samples = 45, TrainImages = 50, TestImages = 50, StandingBatches = 4, Batch = 16 };
        var expected = Measured(3);

        var seats = new LocalReplicas(count).Seats;
        var made = new int[count];
        var others = Enumerable.Range(1, count - 1).Select(rank => new Thread(() =>
        {
            using var model = create(100);
            var shared = new SharedBatches(seats[rank], CPU);
            while (seats[rank].Next() == ReplicaTurn.Batches)
            {
                using var scope = NewDisposeScope();
                shared.Join(model, data);
                made[rank]++;
            }
        })).ToList();
        others.ForEach(thread => thread.Start());
        Assert.Equal(expected, Measured(new BatchWorkers(1) { Ranks = new SharedBatches(seats[0], CPU) }));
        seats[0].Next(ReplicaTurn.End);
        others.ForEach(thread => thread.Join());

        // statistics of G and E, features of both splits and samples, of two models
        Assert.All(made[1..], tasks => Assert.Equal(2 * 5, tasks));

        List<Measurement> Measured(BatchWorkers replicas)
        {
            using var evaluator = new Evaluator(data, trained.Facts, settings, CPU, cacheFolder: _folder["classifier"], replicas: replicas);
            return [.. Of(trained), .. Of(untrained)];

            IEnumerable<Measurement> Of(VariantModel model)
            {
                using var generator = new EvaluationGenerator(model, null, seed: 7, CPU, batches: 4, replicas: replicas);
                return evaluator.Measure(model, generator.Source).Measurements;
            }
        }
    }

    [Fact]
    public void Progress_counts_up()
    {
        var told = new List<string>();
        new EvaluationGenerator(_model, null, 1, CPU, batches: 9, what => (done, total) => told.Add($"{what}: {done} of {total}"), replicas: 3).Dispose();
        Assert.Equal(Enumerable.Range(1, 9).Select(done => $"standing statistics of G, batches: {done} of 9"), told);
    }

    /// <summary>Nobody knows what else a layer of the user's own, or a norm that is not ours, moves with a training batch.</summary>
    [Fact]
    public void A_network_that_has_other_state_than_our_norms_is_run_by_one_thread()
    {
        Assert.Equal([Environment.CurrentManagedThreadId], Threads(new Foreign(nn.BatchNorm1d(3))));
        Assert.Equal([Environment.CurrentManagedThreadId], Threads(new Foreign(new Own())));
        Assert.NotEqual([Environment.CurrentManagedThreadId], Threads(new Foreign(new BatchNorm(3, 1e-4))));

        static List<int> Threads(Network network)
        {
            var threads = new HashSet<int>();
            StandingStatistics.Take(network, 20, _ =>
            {
                lock (threads)
                {
                    threads.Add(Environment.CurrentManagedThreadId);
                }

                Thread.Sleep(5);
            }, replicas: 3).Dispose();
            network.Dispose();
            return [.. threads];
        }
    }

    private (string Samples, string State) Samples(int replicas)
    {
        using var scope = NewDisposeScope();
        using var generator = new EvaluationGenerator(_model, null, seed: 7, CPU, batches: 7, replicas: replicas);
        using var store = new FeatureStore(null, CPU, replicas);
        using var rows = store.Of(generator.Draw, 100, 16, images => images.flatten(1), () => "samples");
        return (Hash(rows.Read(0, 100)), State("G"));
    }

    private string State(string role) => Hash(cat([.. _model.Networks.Single(named => named.Role == role).Network.named_buffers()
        .Where(entry => entry.name.Contains("running", StringComparison.Ordinal)).Select(entry => entry.buffer.flatten())]));

    private static string Hash(Tensor values) => Convert.ToHexString(SHA256.HashData(values.contiguous().bytes));

    private static ImageSet Images(int count, int classes = 1, int colours = 3)
    {
        var random = new CounterRandom(5, "images");
        var pixels = Enumerable.Range(0, count * 1024 * colours).Select(i => (byte)random.At(i)).ToArray();
        var names = Enumerable.Range(0, classes).Select(i => $"class {i}").ToArray();
        return new ImageSet("noise", "train", 32, colours, pixels, [.. Enumerable.Range(0, count).Select(i => i % classes)], names);
    }

    private sealed class Foreign : Network
    {
        public Foreign(nn.Module part)
            : base(nameof(Foreign)) => Register("part", part);
    }

    private sealed class Own() : CustomLayer(nameof(Own))
    {
        public override Tensor Forward(Tensor x) => x.clone();
    }
}
