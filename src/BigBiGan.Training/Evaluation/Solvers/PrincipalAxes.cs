using BigBiGan.Dsl.Native;
using static TorchSharp.torch;

namespace BigBiGan.Training.Evaluation.Solvers;

/// <summary>Standardises features by a training set's statistics and turns them to its principal axes.</summary>
internal sealed class PrincipalAxes
{
    /// <summary>Beyond it the axes cost more than they save, and the standardised features stay as they are.</summary>
    private const long LargestRotation = 2048;

    private readonly Tensor _mean;
    private readonly Tensor _scale;
    private readonly Tensor? _axes;

    /// <summary>Its tensors belong to the caller's dispose scope.</summary>
    /// <param name="features">[N, d]</param>
    public PrincipalAxes(Tensor features)
    {
        using var scope = NewDisposeScope();
        _mean = features.mean([0], keepdim: true);
        var deviation = features.std(0, unbiased: false, keepdim: true);
        // A feature that never changes stays 0.
        _scale = where(deviation.GreaterThan(1e-6), deviation.reciprocal(), zeros_like(deviation));
        if (features.shape[1] <= LargestRotation)
        {
            var standard = ((features - _mean) * _scale).to(float64);
            var (_, vectors) = linalg.eigh(standard.t().mm(standard));
            _axes = vectors.to(float32).MoveToOuterDisposeScope();
        }

        scope.MoveToOuter(_mean, _scale);
    }

    /// <summary>The last column is 1, for the bias. [n, d] -> [n, d + 1]</summary>
    public Tensor Apply(Tensor features)
    {
        using var scope = NewDisposeScope();
        var standard = (features - _mean) * _scale;
        var turned = _axes is null ? standard : standard.mm(_axes);
        return cat([turned, ones(turned.shape[0], 1, device: turned.device)], 1).MoveToOuterDisposeScope();
    }
}
