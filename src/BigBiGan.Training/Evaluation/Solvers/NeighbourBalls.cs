using BigBiGan.Dsl.Native;
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
    /// <param name="progress">Receives how many of how many rows are compared: samples once, real images twice.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are not so many neighbours.</exception>
    public static NeighbourBalls Of(FeatureRows real, FeatureRows samples, int k, Action<int, int>? progress = null)
    {
        if (k < 1 || k >= Math.Min(real.Count, samples.Count))
        {
            throw new ArgumentOutOfRangeException(
                nameof(k), k,
                $"Expected at least 1 and less than the {real.Count} real and {samples.Count} sampled rows.");
        }

        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var (n, m) = (real.Count, samples.Count);
        var total = (int)Math.Min(int.MaxValue, (2 * n) + m);
        var realRadii = SquaredRadii(real, k, done => progress?.Invoke((int)done, total));
        var sampleRadii = SquaredRadii(samples, k, done => progress?.Invoke((int)(n + done), total));
        var (inSampleBalls, withSamples) = (0L, 0L);
        var ballsAround = zeros(m, int64, real.Device);
        foreach (var (first, count) in SquaredDistances.RowBlocks(real, samples))
        {
            using var rows = NewDisposeScope();
            var x = real.Read(first, count).to(float64);
            var radii = realRadii.narrow(0, first, count).unsqueeze(1);
            var (inBall, holds) = (zeros(count, @bool, real.Device), zeros(count, @bool, real.Device));
            foreach (var (from, width) in samples.Blocks())
            {
                using var block = NewDisposeScope();
                var distances = SquaredDistances.Between(x, samples.Read(from, width).to(float64)); // [count, width]
                var inReal = distances.lt(radii);
                inBall.logical_or_(distances.lt(sampleRadii.narrow(0, from, width)).any(1));
                holds.logical_or_(inReal.any(1));
                ballsAround.narrow(0, from, width).AddInPlace(inReal.sum([0L]));
            }

            inSampleBalls += inBall.sum().item<long>();
            withSamples += holds.sum().item<long>();
            progress?.Invoke((int)Math.Min(int.MaxValue, n + m + first + count), total);
        }

        return new NeighbourBalls(k, Array.ConvertAll(ballsAround.cpu().data<long>().ToArray(), balls => (int)balls), inSampleBalls, withSamples, n);
    }

    /// <summary>[n, d] -> [n]</summary>
    private static Tensor SquaredRadii(FeatureRows points, int k, Action<long> done)
    {
        using var scope = NewDisposeScope();
        var radii = new List<Tensor>();
        foreach (var (first, count) in SquaredDistances.RowBlocks(points, points))
        {
            using var block = NewDisposeScope();
            // The point itself is the nearest, at 0.
            var (nearest, _) = SquaredDistances.Nearest(
                points.Read(first, count).to(float64), points, others => others.to(float64), k + 1, sorted: true);
            radii.Add(nearest.select(1, k).clone().MoveToOuterDisposeScope());
            done(first + count);
        }

        return cat(radii).MoveToOuterDisposeScope();
    }
}
