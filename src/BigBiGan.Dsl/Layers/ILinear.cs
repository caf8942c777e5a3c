using static TorchSharp.torch;

namespace BigBiGan.Dsl.Layers;

/// <summary>A linear layer, with spectral norm or without: what a block of either is made of.</summary>
public interface ILinear
{
    /// <summary>[N, input] -> [N, output]</summary>
    Tensor Forward(Tensor x);
}
