using BigBiGan.Dsl.Native;
using static TorchSharp.torch;

namespace BigBiGan.Training.Evaluation.Solvers;

/// <summary>Mean and covariance of features in float64, kept as arrays so that reference moments need no owner.</summary>
/// <param name="Count">Of the features; null where a file of another tool does not tell.</param>
/// <param name="Mean">[d]</param>
/// <param name="Covariance">Divided by n - 1. [d, d]</param>
public sealed record FeatureMoments(int? Count, double[] Mean, double[] Covariance)
{
    /// <param name="features">At least 2 rows. [n, d]</param>
    /// <exception cref="ArgumentException">There are fewer than 2 rows.</exception>
    public static FeatureMoments Of(Tensor features)
    {
        var count = (int)features.shape[0];
        if (count < 2)
        {
            throw new ArgumentException($"Expected at least 2 rows of features; found {count}.", nameof(features));
        }

        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var values = features.to(float64);
        var mean = values.mean([0], keepdim: true);
        var centred = values - mean;
        var covariance = centred.t().mm(centred).Div(count - 1);
        return new FeatureMoments(count, [.. mean.cpu().data<double>()], [.. covariance.cpu().data<double>()]);
    }
}
