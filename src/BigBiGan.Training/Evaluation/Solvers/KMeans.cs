using BigBiGan.Dsl.Native;
using BigBiGan.Dsl.Randomness;
using static TorchSharp.torch;

namespace BigBiGan.Training.Evaluation.Solvers;

/// <summary>
/// k-means (Lloyd, 1982) from centres drawn by distance (k-means++, Arthur and Vassilvitskii, 2007); a function of features and seed
/// on the CPU. Never run on a GPU, whose sums need not come in one order.
/// </summary>
public static class KMeans
{
    private const int MostRounds = 100;

    /// <param name="features">[N, D]</param>
    /// <param name="k">At most N.</param>
    /// <param name="progress">Receives (round, rounds at most).</param>
    /// <returns>The nearest centre of each row, and the mean squared distance to it.</returns>
    public static (int[] Clusters, double Spread) Run(Tensor features, int k, ulong seed, Action<int, int>? progress = null)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var random = new CounterRandom(seed, "k-means");
        var centres = Centres(features, k, random);
        var clusters = new int[features.size(0)];
        for (var round = 0; ; round++)
        {
            using var ofRound = NewDisposeScope();
            var (distances, nearest) = SquaredDistances.Between(features, centres).min(1);
            var found = Array.ConvertAll(nearest.cpu().data<long>().ToArray(), index => (int)index);
            if (found.AsSpan().SequenceEqual(clusters) || round == MostRounds)
            {
                return (found, distances.to(float64).mean().item<double>());
            }

            clusters = found;
            centres.copy_(Means(features, nearest, distances, k));
            progress?.Invoke(round, MostRounds);
        }
    }

    /// <summary>Each next centre is a row, drawn with a chance in proportion to its squared distance from those before.</summary>
    private static Tensor Centres(Tensor features, int k, CounterRandom random)
    {
        var first = features.narrow(0, (long)(random.UnitAt(0) * features.size(0)), 1);
        var centres = new List<Tensor> { first };
        var nearest = SquaredDistances.Between(features, first).squeeze(1);
        for (var i = 1; i < k; i++)
        {
            using var ofCentre = NewDisposeScope();
            var sums = nearest.to(float64).cumsum(0);
            var drawn = tensor(random.UnitAt(i) * sums[^1].item<double>(), dtype: float64, device: features.device);
            var row = Math.Min(searchsorted(sums, drawn, right: true).item<long>(), features.size(0) - 1);
            var next = features.narrow(0, row, 1).MoveToOuterDisposeScope();
            centres.Add(next);
            var before = nearest;
            nearest = minimum(before, SquaredDistances.Between(features, next).squeeze(1)).MoveToOuterDisposeScope();
            before.Dispose();
        }

        return cat(centres);
    }

    /// <summary>The mean of each cluster; one that lost all its rows starts again at the row farthest from its centre.</summary>
    private static Tensor Means(Tensor features, Tensor nearest, Tensor distances, int k)
    {
        var sums = zeros([k, features.size(1)], features.dtype, features.device).AddRows(nearest, features);
        var counts = zeros([k], features.dtype, features.device).AddRows(nearest, ones_like(distances));
        var means = sums / counts.ClampMin(1).unsqueeze(1);
        var far = distances.argsort(0, descending: true).cpu().data<long>().ToArray();
        var empty = counts.cpu().data<float>().ToArray().Select((count, i) => (count, i)).Where(pair => pair.count == 0).Select(pair => pair.i).ToArray();
        for (var i = 0; i < empty.Length; i++)
        {
            means[empty[i]].copy_(features[far[i]]);
        }

        return means;
    }
}
