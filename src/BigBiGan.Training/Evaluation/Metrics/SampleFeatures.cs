using BigBiGan.Training.Evaluation.Solvers;
using static TorchSharp.torch;

namespace BigBiGan.Training.Evaluation.Metrics;

/// <summary>Features of samples and of the real images that they are compared with. The tensors stay the caller's.</summary>
/// <param name="real">[N, d]</param>
/// <param name="realMoments">Those of <paramref name="real"/>, which many samples are compared with.</param>
/// <param name="samples">[M, d]</param>
/// <param name="probabilities">Makes the class probabilities of the samples, [M, classes]; null where the feature network knows no classes.</param>
public sealed class SampleFeatures(Tensor real, FeatureMoments realMoments, Tensor samples, Func<Tensor>? probabilities)
{
    /// <summary>The k of the balls around features: k-th neighbours are their radii.</summary>
    public const int Neighbours = 5;

    private NeighbourBalls? _balls;

    /// <summary>[N, d]</summary>
    public Tensor Real => real;

    /// <summary>Of <see cref="Real"/>.</summary>
    public FeatureMoments RealMoments => realMoments;

    /// <summary>[M, d]</summary>
    public Tensor Samples => samples;

    /// <summary>Of the samples; null where the feature network knows no classes. Owned by the caller. [M, classes]</summary>
    public Tensor? Probabilities() => probabilities?.Invoke();

    /// <summary>How samples and real images lie in one another's balls; calculated once for all metrics that are made of it.</summary>
    public NeighbourBalls Balls => _balls ??= NeighbourBalls.Of(real, samples, Neighbours);

    /// <summary>The balls with their setting, for protocols.</summary>
    public static string BallMethod { get; } = $"balls of {Neighbours} neighbours";
}
