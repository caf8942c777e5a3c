using BigBiGan.Dsl.Native;
using BigBiGan.Training.Evaluation.Solvers;
using static TorchSharp.torch;

namespace BigBiGan.Training.Evaluation.Metrics;

/// <summary>
/// Precision and recall (Kynkaanniemi et al., 2019), density and coverage (Naeem et al., 2020): how samples and real images
/// lie in one another's balls, whose radius is the distance to the k-th neighbour of the own kind.
/// </summary>
/// <param name="Precision">Share of samples within some real ball.</param>
/// <param name="Recall">Share of real images within some sample's ball.</param>
/// <param name="Density">Mean number of real balls around a sample, divided by k.</param>
/// <param name="Coverage">Share of real balls that hold a sample.</param>
public sealed record PrecisionRecall(double Precision, double Recall, double Density, double Coverage)
{
    /// <summary>For protocols.</summary>
    internal static string Method { get; } = $"balls of {SampleFeatures.Neighbours} neighbours";

    /// <param name="real">More than k rows. [N, d]</param>
    /// <param name="samples">More than k rows. [M, d]</param>
    /// <param name="k">The point itself does not count.</param>
    public static PrecisionRecall Of(Tensor real, Tensor samples, int k = 5)
    {
        if (k < 1 || k >= Math.Min(real.shape[0], samples.shape[0]))
        {
            throw new ArgumentOutOfRangeException(nameof(k), k, $"Expected at least 1 and less than the {real.shape[0]} real and {samples.shape[0]} sampled rows.");
        }

        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var (x, y) = (real.to(float64), samples.to(float64));
        var (realRadii, sampleRadii) = (SquaredRadii(x, k), SquaredRadii(y, k));
        var (n, m) = (x.shape[0], y.shape[0]);
        double recalled = 0;
        double covered = 0;
        var ballsAround = zeros(m, device: x.device);
        foreach (var (first, count) in SquaredDistances.RowBlocks(n, m))
        {
            using var block = NewDisposeScope();
            var distances = SquaredDistances.Between(x.narrow(0, first, count), y);
            var inReal = distances.lt(realRadii.narrow(0, first, count).unsqueeze(1));
            recalled += distances.lt(sampleRadii).any(1).sum().item<long>();
            covered += inReal.any(1).sum().item<long>();
            ballsAround.add_(inReal.sum([0L]));
        }

        return new PrecisionRecall(
            ballsAround.Above(0).sum().item<long>() / (double)m,
            recalled / n,
            ballsAround.sum().item<float>() / ((double)k * m),
            covered / n);
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
