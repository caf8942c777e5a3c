using static TorchSharp.torch;

namespace BigBiGan.Tests;

/// <summary>For tests of leaks: what is compared with <c>Tensor.TotalCount</c> afterwards.</summary>
internal static class LivingTensors
{
    /// <summary>The number of tensors, once those are gone that earlier tests left to the garbage collector.</summary>
    public static long Settled()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return Tensor.TotalCount;
    }
}
