using static TorchSharp.torch;

namespace BigBiGan.Dsl.Layers;

/// <summary>
/// &lt;V[y], f&gt; with V / sigma for V: what a class adds to the score of an image (Miyato and Koyama, 2018).
/// [N, features], [N] -> [N, 1]
/// </summary>
public sealed class LabelProjection : SpectralLayer
{
    private static readonly long[] Features = [1];

    public LabelProjection(int classes, int features)
        : base(nameof(LabelProjection), classes, features)
    {
    }

    /// <param name="f">F's feature. [N, features]</param>
    /// <param name="labels">From 0 to classes - 1. [N], int64</param>
    public Tensor Forward(Tensor f, Tensor labels)
    {
        using var inverse = InverseSigma();
        using var rows = weight.index_select(0, labels);
        using var products = rows.mul(f);
        using var sums = products.sum(Features, keepdim: true);
        return sums.mul(inverse);
    }
}
