using BigBiGan.Dsl.Randomness;
using BigBiGan.Training.Evaluation.Metrics;
using BigBiGan.Training.Evaluation.Solvers;
using TorchSharp;
using static TorchSharp.torch;

namespace BigBiGan.Training.Tests.Evaluation;

public sealed class MetricTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Frechet_distance_of_diagonal_gaussians_has_its_closed_form()
    {
        // |0 - 3|^2 + (1 - 2)^2 + (4 - 1)^2 for standard deviations (1, 4) and (2, 1), with a cross of points as the sample.
        var distance = FrechetDistance.Between(
            new FeatureMoments(9, [0, 0], [1, 0, 0, 16]),
            new FeatureMoments(9, [3, 0], [4, 0, 0, 1]));
        Assert.Equal(9 + 1 + 9, distance, precision: 10);
    }

    [Fact]
    public void Frechet_distance_bears_singular_covariances()
    {
        // 5 points in 40 dimensions.
        var features = Normal(1, 5, 40);
        Assert.Equal(0, FrechetDistance.Between(features, features), precision: 6);
        Assert.Equal(40, FrechetDistance.Between(features, features + 1), precision: 5);
    }

    [Fact]
    public void Moments_are_those_of_the_plain_sums()
    {
        var moments = FeatureMoments.Of(tensor(new float[,] { { 1, 2 }, { 3, 5 }, { 8, 2 } }));
        Assert.Equal([4, 3], moments.Mean);
        Assert.Equal([13, -1.5, -1.5, 3], moments.Covariance);
    }

    [Fact]
    public void Inception_score_runs_from_1_to_the_number_of_classes()
    {
        Assert.Equal(1, InceptionScore.Of(full(20, 4, 0.25), splits: 2).Mean, precision: 6);
        Assert.Equal(4, InceptionScore.Of(eye(4).repeat(5, 1), splits: 5).Mean, precision: 6);
    }

    [Fact]
    public void Kernel_distance_is_that_of_the_double_sum()
    {
        var (a, b) = (Normal(1, 6, 3), Normal(2, 5, 3) + 1);
        double Mean(Tensor x, Tensor y, bool same) => (
            from i in Enumerable.Range(0, (int)x.shape[0])
            from j in Enumerable.Range(0, (int)y.shape[0])
            where !same || i != j
            select Math.Pow(((x[i] * y[j]).sum().item<float>() / 3) + 1, 3)).Average();
        Assert.Equal(Mean(a, a, true) + Mean(b, b, true) - (2 * Mean(a, b, false)), KernelDistance.Between(a, b), tolerance: 1e-4);
    }

    [Fact]
    public void Votes_that_tie_go_to_the_lowest_class()
    {
        var train = tensor(new float[,] { { 0 }, { 1 }, { 10 }, { 11 } });
        var test = tensor(new float[,] { { 0.4f }, { 10.6f } });
        Assert.Equal([1, 0], NearestNeighbours.Predict(train, [2, 1, 0, 3], test, k: 2));
        Assert.Equal([2, 3], NearestNeighbours.Predict(train, [2, 1, 0, 3], test, k: 1));
    }

    [Fact]
    public void Neighbours_far_from_the_origin_are_told_apart()
    {
        // In float32 without centring |a|^2 - 2 a.b + |b|^2 would be all cancellation.
        var train = tensor(new float[,] { { 10000 }, { 10001 }, { 10002 } });
        Assert.Equal([0, 1, 2], NearestNeighbours.Predict(train, [0, 1, 2], train, k: 1));
    }

    [Fact]
    public void More_neighbours_than_rows_are_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => NearestNeighbours.Predict(ones(3, 1), [0, 0, 0], ones(1, 1), k: 4));

    [Fact]
    public void Distances_in_blocks_cover_every_row_once()
    {
        var blocks = SquaredDistances.RowBlocks(100_000, 1_000_003).ToArray();
        Assert.True(blocks.Length > 1);
        Assert.Equal(100_000, blocks.Sum(b => b.Count));
        Assert.All(blocks.Zip(blocks.Skip(1)), pair => Assert.Equal(pair.Second.First, pair.First.First + pair.First.Count));
    }

    [Fact]
    public void BN_CReLU_takes_the_statistics_of_its_reference()
    {
        using var both = BatchNormCRelu.Of(tensor(new float[,] { { 0 }, { 2 } }));
        using var normalised = both.Apply(tensor(new float[,] { { 5 }, { -2 } }));
        Assert.Equal([4f, 0f, 0f, 3f], normalised.Read(0, 2).data<float>().ToArray().Select(v => MathF.Round(v, 3)));
    }

    private static Tensor Normal(ulong seed, params long[] shape) => new CounterRandom(seed, "test").Normal(CPU, shape);
}
