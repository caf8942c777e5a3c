using BigBiGan.Dsl.Layers;
using BigBiGan.Dsl.Randomness;
using BigBiGan.Dsl.State;
using BigBiGan.Training.Evaluation.Sampling;
using TorchSharp;
using static TorchSharp.torch;

namespace BigBiGan.Training.Tests.Evaluation;

public sealed class StandingStatisticsTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly SmallNetwork _network = new();

    public void Dispose()
    {
        _network.Dispose();
        _scope.Dispose();
    }

    [Fact]
    public void They_are_the_mean_over_the_batches()
    {
        using var standing = StandingStatistics.Take(_network, 5, i => _network.Forward(Batch(i)));
        Assert.False(_network.training);
        var convolved = Enumerable.Range(0, 5).Select(i => _network.Convolve(Batch(i))).ToArray();
        var means = stack(convolved.Select(h => h.mean([0, 2, 3]))).mean([0L]);
        var variances = stack(convolved.Select(h => h.var([0L, 2, 3], unbiased: true))).mean([0L]);
        Assert.True(allclose(means, Buffer("norm.running_mean"), rtol: 1e-5, atol: 1e-6));
        Assert.True(allclose(variances, Buffer("norm.running_var"), rtol: 1e-5, atol: 1e-6));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Afterwards_state_mode_and_momentum_are_what_they_were(bool training)
    {
        _network.train(training);
        var before = _network.state_dict().ToDictionary(s => s.Key, s => s.Value.detach().clone());
        StandingStatistics.Take(_network, 3, i => _network.Forward(Batch(i))).Dispose();
        Assert.Equal(training, _network.training);
        Assert.Equal(0.1, _network.Norm.Momentum);
        Assert.All(_network.state_dict(), s => Assert.Equal(before[s.Key].data<float>().ToArray(), s.Value.detach().data<float>().ToArray()));
    }

    [Fact]
    public void Spectral_vectors_do_not_move()
    {
        var before = Buffer("conv.u0").clone();
        using var standing = StandingStatistics.Take(_network, 3, i => _network.Forward(Batch(i)));
        Assert.Equal(before.data<float>().ToArray(), Buffer("conv.u0").data<float>().ToArray());
    }

    [Fact]
    public void A_failing_forward_leaves_the_network_as_it_was()
    {
        _network.train();
        Assert.Throws<InvalidOperationException>(() => StandingStatistics.Take(
            _network, 3, i => _ = i < 1 ? _network.Forward(Batch(i)) : throw new InvalidOperationException()));
        Assert.True(_network.training);
        Assert.Equal([0f, 0f, 0f], Buffer("norm.running_mean").data<float>().ToArray());
        Assert.Equal(0.1, _network.Norm.Momentum);
    }

    [Fact]
    public void Those_that_were_taken_before_are_found_again_by_their_weights_and_batches()
    {
        var (taken, folder) = (0, UserCache.Folder("standing")!);
        var before = Files();
        var first = Take("seven");
        Assert.Equal(3, taken);
        Assert.Equal(first, Take("seven"));
        Assert.Equal(3, taken); // not one more
        Take("eight");
        Assert.Equal(6, taken);

        foreach (var file in Files().Except(before))
        {
            File.WriteAllBytes(file, File.ReadAllBytes(file)[..^4]);
        }

        Assert.Equal(first, Take("seven"));
        Assert.Equal(9, taken);
        using (no_grad())
        {
            _network.parameters().First()[0].add_(1); // spectral norm undoes a factor
        }

        Assert.NotEqual(first, Take("seven"));
        Assert.Equal(12, taken);

        string[] Files() => Directory.Exists(folder) ? Directory.GetFiles(folder) : [];

        float[] Take(string batches)
        {
            using var standing = StandingStatistics.Take(
                _network,
                3,
                i =>
                {
                    taken++;
                    _network.Forward(Batch(i));
                },
                identity: $"{nameof(StandingStatisticsTests)}, {batches}");
            Assert.False(_network.training);
            return [.. Buffer("norm.running_mean").data<float>(), .. Buffer("norm.running_var").data<float>()];
        }
    }

    private static Tensor Batch(int index) => new CounterRandom(5, "batch", index).Normal(CPU, 4, 2, 6, 6) + index;

    private Tensor Buffer(string name) => _network.named_buffers().Single(b => b.name == name).buffer;

    private sealed class SmallNetwork : Network
    {
        private readonly SpectralConv2d _conv;

        public SmallNetwork()
            : base("small")
        {
            _conv = Register("conv", new SpectralConv2d(2, 3, 3));
            Norm = Register("norm", new BatchNormRelu(3, 1e-4));
            using var noGrad = no_grad();
            foreach (var (name, parameter) in named_parameters())
            {
                parameter.copy_(new CounterRandom(1, name).Normal(CPU, parameter.shape));
            }
        }

        public BatchNormRelu Norm { get; }

        public Tensor Convolve(Tensor x) => _conv.Forward(x).detach();

        public Tensor Forward(Tensor x) => Norm.Forward(_conv.Forward(x));
    }
}
