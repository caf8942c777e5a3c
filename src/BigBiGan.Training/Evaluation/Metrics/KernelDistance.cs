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
    public static double Between(Tensor a, Tensor b)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var (x, y) = (a.to(float64), b.to(float64));
        double n = x.shape[0];
        double m = y.shape[0];
        return (Within(x) / (n * (n - 1))) + (Within(y) / (m * (m - 1))) - (2 * Sum(x, y) / (n * m));
    }

    /// <summary>Over pairs of different rows.</summary>
    private static double Within(Tensor x)
    {
        using var scope = NewDisposeScope();
        return Sum(x, x) - Kernel((x * x).sum(1), x.shape[1]).sum().item<double>();
    }

    private static double Sum(Tensor x, Tensor y)
    {
        double sum = 0;
        foreach (var (first, count) in SquaredDistances.RowBlocks(x.shape[0], y.shape[0]))
        {
            using var scope = NewDisposeScope();
            sum += Kernel(x.narrow(0, first, count).mm(y.t()), x.shape[1]).sum().item<double>();
        }

        return sum;
    }

    private static Tensor Kernel(Tensor products, long d) => products.Div(d).Add(1).Cubed();
}
