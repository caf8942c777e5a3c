using static TorchSharp.torch;

namespace BigBiGan.Dsl.Kernels;

internal static class KernelComparison
{
    /// <summary>The largest difference, as a part of the range of what is right; NaN where a number is none.</summary>
    public static double Error(Tensor found, Tensor expected)
    {
        using var scope = NewDisposeScope();
        var range = expected.abs().max().item<double>();
        return (found.cpu() - expected.cpu()).abs().max().item<double>() / Math.Max(range, 1e-30);
    }
}
