using static TorchSharp.torch;

namespace BigBiGan.Tests;

/// <summary>For tests of leaks: what is compared with <c>Tensor.TotalCount</c> afterwards.</summary>
internal static class LivingTensors
{
    /// <summary>
    /// The number of tensors, once those are gone that earlier tests left to the garbage collector. What a function of ours kept for its backward pass is
    /// let go of only after the function itself: it takes more than one round.
    /// </summary>
    public static long Settled()
    {
        for (var (unchanged, before) = (0, Tensor.TotalCount); unchanged < 3; before = Tensor.TotalCount)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            unchanged = Tensor.TotalCount == before ? unchanged + 1 : 0;
        }

        return Tensor.TotalCount;
    }
}
