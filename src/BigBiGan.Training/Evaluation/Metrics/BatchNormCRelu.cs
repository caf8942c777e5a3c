using BigBiGan.Dsl.Native;
using BigBiGan.Training.Evaluation.Solvers;
using static TorchSharp.torch;

namespace BigBiGan.Training.Evaluation.Metrics;

/// <summary>
/// The paper's second feature (Donahue and Simonyan, 2019): concat(ReLU(n), ReLU(-n)), n being AvePool features normalised by mean and biased variance
/// of the training set, without an affine map.
/// </summary>
internal sealed class BatchNormCRelu : IDisposable
{
    private const double Epsilon = 1e-5;

    private readonly Tensor _mean;
    private readonly Tensor _scale;

    private BatchNormCRelu(Tensor mean, Tensor scale) => (_mean, _scale) = (mean.DetachFromDisposeScope(), scale.DetachFromDisposeScope());

    /// <param name="reference">Whose statistics count. [N, d]</param>
    public static BatchNormCRelu Of(FeatureRows reference)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var mean = reference.Mean();
        return new BatchNormCRelu(mean, reference.Variance(mean).Add(Epsilon).rsqrt());
    }

    /// <summary>[n, d] -> [n, 2d]</summary>
    public FeatureRows Apply(FeatureRows features) => features.Mapped(2 * features.Size, rows =>
    {
        using var scope = NewDisposeScope();
        var normal = (rows - _mean) * _scale;
        return cat([normal.relu(), (-normal).relu()], 1).MoveToOuterDisposeScope();
    });

    public void Dispose()
    {
        _mean.Dispose();
        _scale.Dispose();
    }
}
