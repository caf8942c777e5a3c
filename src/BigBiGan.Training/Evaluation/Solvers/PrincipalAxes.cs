using BigBiGan.Dsl.Native;
using static TorchSharp.torch;

namespace BigBiGan.Training.Evaluation.Solvers;

/// <summary>Standardises features by a training set's statistics and turns them to its principal axes.</summary>
internal sealed class PrincipalAxes
{
    /// <summary>Beyond it the axes cost more than they save, and the standardised features stay as they are.</summary>
    private const long LargestRotation = 2048;

    /// <summary>The same where rows are read in many passes.</summary>
    private const int LargestStreamedRotation = 4096;

    private readonly Tensor _mean;
    private readonly Tensor _scale;
    private readonly Tensor? _axes;

    /// <summary>Its tensors belong to the caller's dispose scope.</summary>
    /// <param name="features">[N, d]</param>
    public PrincipalAxes(FeatureRows features)
    {
        using var scope = NewDisposeScope();
        if (features.IsInMemory)
        {
            var rows = features.Read(0, features.Count);
            _mean = rows.mean([0], keepdim: true);
            _scale = Scale(rows.std(0, unbiased: false, keepdim: true));
            if (features.Size <= LargestRotation)
            {
                var standard = Standard(rows).to(float64);
                _axes = Axes(standard.t().mm(standard));
            }
        }
        else if (features.Size <= LargestStreamedRotation)
        {
            var moments = FeatureMoments.Of(features);
            var covariance = tensor(moments.Covariance, [features.Size, features.Size], device: features.Device);
            _mean = tensor(moments.Mean, [1, features.Size], device: features.Device).to(float32);
            _scale = Scale(covariance.diag().Mul((features.Count - 1.0) / features.Count).sqrt().to(float32).unsqueeze(0));
            var exact = _scale.to(float64);
            _axes = Axes(exact.t() * covariance * exact);
        }
        else
        {
            _mean = features.Mean();
            _scale = Scale(features.Variance(_mean).sqrt());
        }

        scope.MoveToOuter(_mean, _scale);
    }

    /// <summary>The last column is 1, for the bias. [n, d] -> [n, d + 1]</summary>
    public Tensor Apply(Tensor features)
    {
        using var scope = NewDisposeScope();
        var turned = Turned(Standard(features));
        return cat([turned, ones(turned.shape[0], 1, device: turned.device)], 1).MoveToOuterDisposeScope();
    }

    /// <summary>Standardised, and not yet turned. [n, d] -> [n, d]</summary>
    public Tensor Standard(Tensor features) => (features - _mean) * _scale;

    /// <summary>Along the axes. [n, d] -> [n, d]</summary>
    public Tensor Turned(Tensor standard) => _axes is null ? standard : standard.mm(_axes);

    /// <summary>Weights of turned features as those of standardised ones, which give the same scores. [classes, d] -> [classes, d]</summary>
    public Tensor TurnedBack(Tensor weights) => _axes is null ? weights : weights.mm(_axes.t());

    /// <summary>A feature that never changes stays 0.</summary>
    private static Tensor Scale(Tensor deviation) => where(deviation.GreaterThan(1e-6), deviation.reciprocal(), zeros_like(deviation));

    /// <param name="scatter">Of standardised features, in float64. [d, d]</param>
    private static Tensor Axes(Tensor scatter)
    {
        var (_, vectors) = linalg.eigh(scatter);
        return vectors.to(float32).MoveToOuterDisposeScope();
    }
}
