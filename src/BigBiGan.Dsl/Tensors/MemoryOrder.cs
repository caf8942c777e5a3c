using static TorchSharp.torch;

namespace BigBiGan.Dsl.Tensors;

/// <summary>The order in memory that <see cref="ConvolutionForms"/> has for images: networks take it once, at their input.</summary>
public static class MemoryOrder
{
    /// <summary>[N, C, H, W]</summary>
    public static Tensor Of(Tensor x) => ConvolutionForms.Current.ChannelsLast ? ChannelsLast.From(x) : x.contiguous();

    /// <summary>In another type too: where a network begins to calculate in bfloat16.</summary>
    public static Tensor Of(Tensor x, ScalarType type)
    {
        using var typed = Cast.To(x, type);
        return Of(typed);
    }

    /// <summary>[N, channels * size * size] -> [N, channels, size, size]</summary>
    public static Tensor OfFeatures(Tensor features, int channels, int size)
    {
        using var image = features.view(-1, channels, size, size);
        return Of(image);
    }
}
