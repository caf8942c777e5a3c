using static TorchSharp.torch;

namespace BigBiGan.Training.Evaluation.Solvers;

/// <summary>
/// How samples and real images lie in one another's balls. A ball is around a point, and its radius is the distance to the k-th neighbour of the
/// point's own kind; it is open, so that the neighbour itself lies outside.
/// </summary>
/// <param name="K">The point itself does not count.</param>
/// <param name="RealBallsAroundSamples">How many balls of real images hold each sample. [M]</param>
/// <param name="RealInSampleBalls">How many real images lie in some sample's ball.</param>
/// <param name="RealBallsWithSamples">How many balls of real images hold a sample.</param>
/// <param name="Real">N: real images.</param>
public sealed record NeighbourBalls(int K, IReadOnlyList<int> RealBallsAroundSamples, long RealInSampleBalls, long RealBallsWithSamples, long Real)
{
    /// <param name="real">More than k rows. [N, d]</param>
    /// <param name="samples">More than k rows. [M, d]</param>
    /// <param name="k">At least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are not so many neighbours.</exception>
    public static NeighbourBalls Of(Tensor real, Tensor samples, int k)
    {
        if (k < 1 || k >= Math.Min(real.shape[0], samples.shape[0]))
        {
            throw new ArgumentOutOfRangeException(
                nameof(k), k,
                $"Expected at least 1 and less than the {real.shape[0]} real and {samples.shape[0]} sampled rows.");
        }

        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var (x, y) = (real.to(float64), samples.to(float64));
        var (realRadii, sampleRadii) = (SquaredRadii(x, k), SquaredRadii(y, k));
        var (n, m) = (x.shape[0], y.shape[0]);
        var (inSampleBalls, withSamples) = (0L, 0L);
        var ballsAround = zeros(m, int64, x.device);
        foreach (var (first, count) in SquaredDistances.RowBlocks(n, m))
        {
            using var block = NewDisposeScope();
            var distances = SquaredDistances.Between(x.narrow(0, first, count), y); // [count, M]
            var inReal = distances.lt(realRadii.narrow(0, first, count).unsqueeze(1));
            inSampleBalls += distances.lt(sampleRadii).any(1).sum().item<long>();
            withSamples += inReal.any(1).sum().item<long>();
            ballsAround.add_(inReal.sum([0L]));
        }

        return new NeighbourBalls(k, Array.ConvertAll(ballsAround.cpu().data<long>().ToArray(), balls => (int)balls), inSampleBalls, withSamples, n);
    }

    /// <summary>[n, d] -> [n]</summary>
    private static Tensor SquaredRadii(Tensor points, int k)
    {
        using var scope = NewDisposeScope();
        var radii = new List<Tensor>();
        foreach (var (first, count) in SquaredDistances.RowBlocks(points.shape[0], points.shape[0]))
        {
            using var block = NewDisposeScope();
            // The point itself is the nearest, at 0.
            var distances = SquaredDistances.Between(points.narrow(0, first, count), points);
            var (nearest, _) = distances.topk(k + 1, 1, largest: false, sorted: true);
            radii.Add(nearest.select(1, k).clone().MoveToOuterDisposeScope());
        }

        return cat(radii).MoveToOuterDisposeScope();
    }
}
