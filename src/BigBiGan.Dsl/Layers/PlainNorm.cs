using static TorchSharp.torch;

namespace BigBiGan.Dsl.Layers;

/// <summary>(x - mean) / sqrt(var + eps), nothing learned. [N, C, H, W] -> the same</summary>
public sealed class PlainNorm(int channels, double epsilon) : BatchStatistics(nameof(PlainNorm), channels, epsilon)
{
    public Tensor Forward(Tensor x) => Normalise(x, null, null);

    internal (Tensor Scale, Tensor Shift) Line() => EvaluationLine();
}
