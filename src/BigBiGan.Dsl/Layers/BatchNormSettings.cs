using BigBiGan.Dsl.Replicas;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Layers;

/// <param name="Replicas">Who shares the batch.</param>
/// <param name="RunningMean">Moved by <paramref name="Momentum"/>. [channels]</param>
/// <param name="RunningVar">Moved by <paramref name="Momentum"/>. [channels]</param>
/// <param name="Momentum">The batch's share in the running statistics.</param>
/// <param name="Epsilon">Added to the variance.</param>
internal sealed record BatchNormSettings(Collective Replicas, Tensor RunningMean, Tensor RunningVar, double Momentum, double Epsilon);
