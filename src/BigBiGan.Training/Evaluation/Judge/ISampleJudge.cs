using static TorchSharp.torch;

namespace BigBiGan.Training.Evaluation.Judge;

/// <summary>A network whose features, and classes where it knows any, compare samples with real images.</summary>
public interface ISampleJudge : IDisposable
{
    /// <summary>In protocols: judges of one name give equal features.</summary>
    string Name { get; }

    /// <summary>Features of one image.</summary>
    int FeatureSize { get; }

    /// <summary>Whether it has class probabilities.</summary>
    bool KnowsClasses { get; }

    /// <summary>What everyone calls the Frechet distance of these features: <c>FID</c>; null where it has no name of its own.</summary>
    string? DistanceName { get; }

    /// <summary>What everyone calls the score of these probabilities: <c>Inception Score</c>; null where it has no name of its own.</summary>
    string? ScoreName { get; }

    /// <summary>What a reader of the numbers must know of it, in words; null where nothing is to be said.</summary>
    string? Caution { get; }

    /// <summary>[N, C, H, W] in [-1, 1] -> [N, features]</summary>
    Tensor Features(Tensor images);

    /// <summary>[N, features] -> [N, classes]</summary>
    /// <param name="features">Of <see cref="Features"/>.</param>
    Tensor Probabilities(Tensor features);
}
