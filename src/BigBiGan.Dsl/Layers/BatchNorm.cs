using static TorchSharp.torch;

namespace BigBiGan.Dsl.Layers;

/// <summary>(x - mean) / sqrt(var + eps), nothing learned. [N, C, H, W] -> the same</summary>
public sealed class BatchNorm(int channels, double epsilon) : BatchStatistics(nameof(BatchNorm), channels, epsilon)
{
    public Tensor Forward(Tensor x) => Normalise(x, null, null, rectified: false);

    /// <summary>The same, but a training batch takes the statistics of its first and its second half apart. [2N, C, ...] -> the same</summary>
    public Tensor ForwardHalves(Tensor x) => training ? NormaliseHalves(x) : Normalise(x, null, null, rectified: false);

    internal (Tensor Scale, Tensor Shift) Line() => EvaluationLine();
}
