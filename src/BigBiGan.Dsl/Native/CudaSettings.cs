using static TorchSharp.torch;

namespace BigBiGan.Dsl.Native;

/// <summary>What a process settles before it calculates on a CUDA device. Never run on a GPU yet (docs/gpu.md).</summary>
public static class CudaSettings
{
    /// <summary>What a run on such a device takes: TF32.</summary>
    public static void Apply() => AllowTf32(true);

    /// <summary>
    /// TF32 for float32 products and convolutions: float32's range with a significand of 10 bits, in the tensor cores of GPUs since
    /// Ampere. Sums stay float32. Without effect on the CPU.
    /// </summary>
    public static void AllowTf32(bool allowed)
    {
        backends.cuda.matmul.allow_tf32 = allowed;
        backends.cudnn.allow_tf32 = allowed;
    }
}
