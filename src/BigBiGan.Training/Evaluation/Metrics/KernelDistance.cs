using BigBiGan.Dsl.Native;
using BigBiGan.Training.Evaluation.Solvers;
using static TorchSharp.torch;

namespace BigBiGan.Training.Evaluation.Metrics;

/// <summary>
/// Squared maximum mean discrepancy with the kernel (a.b / d + 1)^3, unbiased, over the whole sets (Binkowski et al., 2018).
/// May be slightly negative.
/// </summary>
public static class KernelDistance
{
    /// <param name="a">At least 2 rows. [n, d]</param>
    /// <param name="b">At least 2 rows. [m, d]</param>
    /// <param name="progress">Receives how many of how many rows are compared.</param>
    public static double Between(FeatureRows a, FeatureRows b, Action<int, int>? progress = null)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var (n, m) = (a.Count, b.Count);
        var total = (int)Math.Min(int.MaxValue, (2 * n) + m);
        var withinA = Within(a, done => progress?.Invoke((int)done, total));
        var withinB = Within(b, done => progress?.Invoke((int)(n + done), total));
        var across = Sum(a, b, done => progress?.Invoke((int)Math.Min(int.MaxValue, n + m + done), total));
        return (withinA / ((double)n * (n - 1))) + (withinB / ((double)m * (m - 1))) - (2 * across / ((double)n * m));
    }

    /// <summary>Over pairs of different rows.</summary>
    private static double Within(FeatureRows x, Action<long> done)
    {
        double same = 0;
        foreach (var (first, count) in x.Blocks())
        {
            using var block = NewDisposeScope();
            var rows = x.Read(first, count).to(float64);
            same += Kernel((rows * rows).sum(1), x.Size).sum().item<double>();
        }

        return Sum(x, x, done) - same;
    }

    private static double Sum(FeatureRows x, FeatureRows y, Action<long> done)
    {
        double sum = 0;
        foreach (var (first, count) in SquaredDistances.RowBlocks(x, y))
        {
            using var scope = NewDisposeScope();
            var rows = x.Read(first, count).to(float64);
            foreach (var (from, width) in y.Blocks())
            {
                using var block = NewDisposeScope();
                sum += Kernel(rows.mm(y.Read(from, width).to(float64).t()), x.Size).sum().item<double>();
            }

            done(first + count);
        }

        return sum;
    }

    private static Tensor Kernel(Tensor products, long d) => products.Div(d).Add(1).Cubed();
}
