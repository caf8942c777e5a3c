using BigBiGan.Dsl.Native;
using BigBiGan.Training.Evaluation.Solvers;
using static TorchSharp.torch;

namespace BigBiGan.Training.Evaluation.Metrics;

/// <summary>
/// |m1 - m2|^2 + tr(C1 + C2 - 2 (C1 C2)^(1/2)) (Heusel et al., 2017). It is called "FID" with one Inception network alone.
/// </summary>
public static class FrechetDistance
{
    /// <param name="a">At least 2 rows. [n, d]</param>
    /// <param name="b">At least 2 rows. [m, d]</param>
    public static double Between(FeatureRows a, FeatureRows b) => Between(FeatureMoments.Of(a), FeatureMoments.Of(b));

    public static double Between(FeatureMoments a, FeatureMoments b)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var d = a.Mean.Length;
        var (first, second) = (tensor(a.Covariance, [d, d]), tensor(b.Covariance, [d, d]));

        // tr (C1 C2)^(1/2) = tr (R C2 R)^(1/2) with R = C1^(1/2): symmetric, so singular covariances do no harm.
        var (values, vectors) = linalg.eigh(first);
        var root = (vectors * values.ClampMin(0).sqrt()).mm(vectors.t());
        var crossed = root.mm(second).mm(root);
        var overlap = linalg.eigvalsh(crossed.Add(crossed.t()).Div(2)).ClampMin(0).sqrt().sum().item<double>();

        var shift = a.Mean.Zip(b.Mean).Sum(m => (m.First - m.Second) * (m.First - m.Second));
        return Math.Max(0, shift + Trace(a) + Trace(b) - (2 * overlap));

        double Trace(FeatureMoments moments) => Enumerable.Range(0, d).Sum(i => moments.Covariance[(i * d) + i]);
    }
}
