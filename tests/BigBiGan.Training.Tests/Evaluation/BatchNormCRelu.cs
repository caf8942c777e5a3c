using BigBiGan.Dsl.Native;
using static TorchSharp.torch;

namespace BigBiGan.Training.Tests.Evaluation;

/// <summary>The paper's second feature: concat(relu(n), relu(-n)), n the features normalised without affine map.</summary>
internal static class BatchNormCRelu
{
    private const double Epsilon = 1e-5;

    /// <summary>Normalises by the mean and biased variance of <paramref name="reference"/>. [n, d] -> [n, 2d]</summary>
    /// <param name="reference">The features whose statistics count: the training set's, or the batch itself. [m, d]</param>
    public static Tensor Of(Tensor features, Tensor reference)
    {
        using var scope = NewDisposeScope();
        var mean = reference.mean([0], keepdim: true);
        var variance = reference.var(0, unbiased: false, keepdim: true);
        var n = (features - mean) * variance.Add(Epsilon).rsqrt();
        return cat([n.relu(), (-n).relu()], 1).MoveToOuterDisposeScope();
    }
}
