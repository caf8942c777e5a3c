using BigBiGan.Dsl.Randomness;
using BigBiGan.Training.Evaluation.Solvers;
using static TorchSharp.torch;

namespace BigBiGan.Training.Tests.Evaluation;

public sealed class KMeansTests
{
    [Fact]
    public void Clusters_far_apart_are_found()
    {
        using var features = Blobs(count: 4, each: 25);
        var (clusters, spread) = KMeans.Run(features, 4, seed: 1);

        Assert.Equal(4, clusters.Distinct().Count());
        Assert.All(Enumerable.Range(0, 4), blob => Assert.Single(clusters.Skip(25 * blob).Take(25).Distinct()));
        Assert.InRange(spread, 0.5, 4); // two dimensions of variance one
    }

    [Fact]
    public void The_mean_squared_distance_is_that_of_the_nearest_centres()
    {
        using var features = Blobs(count: 3, each: 10);
        var (clusters, spread) = KMeans.Run(features, 3, seed: 2);

        var rows = Enumerable.Range(0, 30).Select(i => features[i].data<float>().ToArray()).ToArray();
        var expected = Enumerable.Range(0, 3).Sum(cluster =>
        {
            var members = rows.Where((_, i) => clusters[i] == cluster).ToArray();
            var (x, y) = (members.Average(row => row[0]), members.Average(row => row[1]));
            return members.Sum(row => Math.Pow(row[0] - x, 2) + Math.Pow(row[1] - y, 2));
        }) / 30;
        Assert.Equal(expected, spread, 1e-3);
    }

    [Fact]
    public void The_seed_decides_everything()
    {
        using var features = new CounterRandom(1, "noise").Normal(CPU, 200, 3);
        Assert.Equal(KMeans.Run(features, 7, seed: 5).Clusters, KMeans.Run(features, 7, seed: 5).Clusters);
    }

    [Fact]
    public void As_many_clusters_as_rows_leave_nothing_between()
    {
        using var features = new CounterRandom(1, "noise").Normal(CPU, 12, 3);
        var (clusters, spread) = KMeans.Run(features, 12, seed: 1);
        Assert.Equal(12, clusters.Distinct().Count());
        Assert.InRange(spread, 0, 1e-5);
    }

    private static Tensor Blobs(int count, int each)
    {
        using var scope = NewDisposeScope();
        var noise = new CounterRandom(1, "blobs").Normal(CPU, count * each, 2);
        var centres = tensor(Enumerable.Range(0, count * each).SelectMany(i => new[] { 50f * (i / each), -30f * (i / each) }).ToArray(), [count * each, 2]);
        return noise.add(centres).MoveToOuterDisposeScope();
    }
}
