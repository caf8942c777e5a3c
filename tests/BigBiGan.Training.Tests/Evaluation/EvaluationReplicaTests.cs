using System.Security.Cryptography;
using BigBiGan.Dsl;
using BigBiGan.Dsl.Custom;
using BigBiGan.Dsl.Layers;
using BigBiGan.Dsl.Randomness;
using BigBiGan.Training.Data.Images;
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

    private static ImageSet Images(int count)
    {
        var random = new CounterRandom(5, "images");
        return new ImageSet("noise", "train", 32, 3, [.. Enumerable.Range(0, count * 3072).Select(i => (byte)random.At(i))], new int[count], ["all"]);
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
