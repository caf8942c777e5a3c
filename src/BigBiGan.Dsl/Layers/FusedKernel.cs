using System.Collections.Concurrent;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Layers;

/// <summary>
/// The matrices that turn the nine taps of a 3x3 kernel into the sixteen of its merged 4x4 form. In one dimension the taps
/// (a, b, c) become (a, a+b, b+c, c) / 2 before a 2-mean, and (c, b+c, a+b, a) in the transposed form after nearest x2.
/// </summary>
internal static class FusedKernel
{
    private static readonly double[,] Box = { { 1, 0, 0 }, { 1, 1, 0 }, { 0, 1, 1 }, { 0, 0, 1 } };
    private static readonly ConcurrentDictionary<(FusedResampling, ScalarType, string), Tensor> Made = [];

    /// <summary>[16, 9], shared: not to be disposed.</summary>
    public static Tensor Matrix(FusedResampling form, ScalarType type, Device device) =>
        Made.GetOrAdd((form, type, device.ToString()), key => Make(key.Item1, type, device));

    private static Tensor Make(FusedResampling form, ScalarType type, Device device)
    {
        var up = form == FusedResampling.Upsampled;
        var taps = new double[9 * 16];
        for (var target = 0; target < 16; target++)
        {
            var (row, column) = up ? (3 - (target / 4), 3 - (target % 4)) : (target / 4, target % 4);
            for (var source = 0; source < 9; source++)
            {
                taps[(target * 9) + source] = Box[row, source / 3] * Box[column, source % 3] * (up ? 1 : 0.25);
            }
        }

        return tensor(taps, 16, 9, dtype: type, device: device).DetachFromDisposeScope();
    }
}
