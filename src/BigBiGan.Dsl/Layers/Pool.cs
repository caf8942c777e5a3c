using BigBiGan.Dsl.Tensors;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace BigBiGan.Dsl.Layers;

/// <summary>The pools without state.</summary>
public static class Pool
{
    private static readonly long[] Positions = [2, 3];

    /// <summary>F's end: sum over positions of max(0, h). [N, C, H, W] -> [N, C]</summary>
    public static Tensor ReluSum(Tensor h)
    {
        using var positive = h.relu();
        return positive.sum(Positions, type: HalfPrecision.Wide(h));
    }

    /// <summary>E's "AvePool" feature. [N, C, H, W] -> [N, C]</summary>
    public static Tensor Mean(Tensor h) => h.mean(Positions, type: HalfPrecision.Wide(h));

    /// <summary>The mean of squares of factor x factor. [N, C, H, W] -> [N, C, H/factor, W/factor]</summary>
    public static Tensor Average(Tensor x, int factor) => functional.avg_pool2d(x, factor);
}
