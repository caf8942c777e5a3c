using BigBiGan.Training.Evaluation.Solvers;

namespace BigBiGan.Training.Evaluation.Metrics;

/// <summary>Features of samples and of the real images that they are compared with. They stay the caller's.</summary>
/// <param name="real">[N, d]</param>
/// <param name="realMoments">Those of <paramref name="real"/>, which many samples are compared with.</param>
/// <param name="samples">[M, d]</param>
/// <param name="probabilities">Makes the class probabilities of the samples, [M, classes]; null where the feature network knows no classes.</param>
internal sealed class SampleFeatures(FeatureRows real, FeatureMoments realMoments, FeatureRows samples, Func<FeatureRows>? probabilities)
{
    /// <summary>The k of the balls around features: k-th neighbours are their radii.</summary>
    public const int Neighbours = 5;

    /// <summary>With fewer samples the distance is much too large, and the score too small, to bear the names of those in papers.</summary>
    public const int FewestForName = 10_000;

    private NeighbourBalls? _balls;

    /// <summary>[N, d]</summary>
    public FeatureRows Real => real;

    /// <summary>Of <see cref="Real"/>.</summary>
    public FeatureMoments RealMoments => realMoments;

    /// <summary>[M, d]</summary>
    public FeatureRows Samples => samples;

    /// <summary>Of the samples; null where the feature network knows no classes. Owned by the caller. [M, classes]</summary>
    public FeatureRows? Probabilities() => probabilities?.Invoke();

    /// <summary>What everyone calls the Frechet distance of these features; null where it has no name of its own.</summary>
    public string? DistanceName { get; init; }

    /// <summary>What everyone calls the score of these probabilities; null where it has no name of its own.</summary>
    public string? ScoreName { get; init; }

    /// <summary>Is told, in words, what takes its time; what it gives receives (done, total). Null for nobody.</summary>
    public Func<string, Action<int, int>>? Progress { get; init; }

    /// <summary>Where progress of some work goes.</summary>
    public Action<int, int>? Work(string what) => Progress?.Invoke(what);

    /// <summary>A name that everyone knows, where there are samples enough to bear it; else a description.</summary>
    internal string NameOr(string? name, string description) => name is not null && samples.Count >= FewestForName ? name : description;

    /// <summary>How samples and real images lie in one another's balls; calculated once for all metrics that are made of it.</summary>
    public NeighbourBalls Balls => _balls ??= NeighbourBalls.Of(real, samples, Neighbours, Work("comparing neighbours of samples and real images"));

    /// <summary>The balls with their setting, for protocols.</summary>
    public static string BallMethod { get; } = $"balls of {Neighbours} neighbours";
}
