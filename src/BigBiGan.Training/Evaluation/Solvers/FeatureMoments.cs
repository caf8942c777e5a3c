using BigBiGan.Dsl.Native;
using static TorchSharp.torch;

namespace BigBiGan.Training.Evaluation.Solvers;

/// <summary>Mean and covariance of features in float64, kept as arrays so that reference moments need no owner.</summary>
/// <param name="Count">Of the features; null where a file of another tool does not tell.</param>
/// <param name="Mean">[d]</param>
/// <param name="Covariance">Divided by n - 1. [d, d]</param>
public sealed record FeatureMoments(int? Count, double[] Mean, double[] Covariance)
{
    /// <summary>In one pass: the moments of each block are joined to those of the blocks before it (Chan et al., 1979).</summary>
    /// <param name="features">At least 2 rows. [n, d]</param>
    /// <param name="progress">Receives how many of how many rows are done.</param>
    /// <exception cref="ArgumentException">There are fewer than 2 rows.</exception>
    public static FeatureMoments Of(FeatureRows features, Action<int, int>? progress = null)
    {
        var count = (int)features.Count;
        if (count < 2)
        {
            throw new ArgumentException($"Expected at least 2 rows of features; found {count}.", nameof(features));
        }

        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        (Tensor Mean, Tensor Scatter)? all = null;
        foreach (var (first, rows) in features.Blocks())
        {
            using var block = NewDisposeScope();
            var values = features.Read(first, rows).to(float64);
            var mean = values.mean([0], keepdim: true);
            var centred = values - mean;
            var scatter = centred.t().mm(centred);
            if (all is { } before)
            {
                var shift = mean - before.Mean;
                before.Scatter.AddInPlace(scatter).AddInPlace(shift.t().mm(shift).Mul((double)first * rows / (first + rows)));
                before.Mean.AddInPlace(shift.Mul((double)rows / (first + rows)));
            }
            else
            {
                all = (mean.MoveToOuterDisposeScope(), scatter.MoveToOuterDisposeScope());
            }

            progress?.Invoke((int)(first + rows), count);
        }

        var covariance = all!.Value.Scatter.Div(count - 1);
        return new FeatureMoments(count, [.. all.Value.Mean.cpu().data<double>()], [.. covariance.cpu().data<double>()]);
    }
}
