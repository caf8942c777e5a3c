using TorchSharp.Modules;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Layers;

/// <summary>max(0, gamma norm(x) + beta). [N, C, H, W] -> the same</summary>
public sealed class BatchNormRelu : BatchStatistics
{
    private readonly Parameter weight; // [channels]
    private readonly Parameter bias; // [channels]

    /// <param name="epsilon">1e-4 in G, 1e-5 in E.</param>
    public BatchNormRelu(int channels, double epsilon)
        : base(nameof(BatchNormRelu), channels, epsilon)
    {
        weight = RegisterParameter(nameof(weight), channels);
        bias = RegisterParameter(nameof(bias), channels);
    }

    public Tensor Forward(Tensor x) => Normalise(x, weight, bias, rectified: true);
}
