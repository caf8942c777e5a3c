using static TorchSharp.torch;

namespace BigBiGan.Training.Evaluation.Metrics;

/// <summary>Features of images with their classes: some to learn from and others to be judged by.</summary>
/// <param name="Train">[N, d]</param>
/// <param name="TrainLabels">From 0 to <paramref name="Classes"/> - 1. [N]</param>
/// <param name="Test">[M, d]</param>
/// <param name="TestLabels">[M]</param>
/// <param name="Classes">At least 2.</param>
/// <param name="Neighbours">The k of nearest neighbours, at most N.</param>
public sealed record LabelledFeatures(Tensor Train, int[] TrainLabels, Tensor Test, int[] TestLabels, int Classes, int Neighbours);
