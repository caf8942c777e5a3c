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

    /// <summary>With fewer samples the distance is much too large, and the score too small, to bear the names of those in papers.</summary>
    public const int FewestForName = 10_000;

    private NeighbourBalls? _balls;

    /// <summary>[N, d]</summary>
    public Tensor Real => real;

    /// <summary>Of <see cref="Real"/>.</summary>
    public FeatureMoments RealMoments => realMoments;

    /// <summary>[M, d]</summary>
    public Tensor Samples => samples;

    /// <summary>Of the samples; null where the feature network knows no classes. Owned by the caller. [M, classes]</summary>
    public Tensor? Probabilities() => probabilities?.Invoke();

    /// <summary>What everyone calls the Frechet distance of these features; null where it has no name of its own.</summary>
    public string? DistanceName { get; init; }

    /// <summary>What everyone calls the score of these probabilities; null where it has no name of its own.</summary>
    public string? ScoreName { get; init; }

    /// <summary>A name that everyone knows, where there are samples enough to bear it; else a description.</summary>
    internal string NameOr(string? name, string description) => name is not null && samples.shape[0] >= FewestForName ? name : description;

    /// <summary>How samples and real images lie in one another's balls; calculated once for all metrics that are made of it.</summary>
    public NeighbourBalls Balls => _balls ??= NeighbourBalls.Of(real, samples, Neighbours);

    /// <summary>The balls with their setting, for protocols.</summary>
    public static string BallMethod { get; } = $"balls of {Neighbours} neighbours";
}
