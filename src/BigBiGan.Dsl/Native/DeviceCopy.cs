using TorchSharp;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Native;

/// <summary>The way of what was made on the CPU to the device that calculates. The part for CUDA was never run on a GPU yet (docs/gpu.md).</summary>
public static class DeviceCopy
{
    /// <summary>
    /// Hands a CPU tensor over: itself for the CPU, else a copy on its way to the device. The CPU does not wait for the copy: it stands in
    /// the device's queue before all that reads it. A copy from memory that is not pinned would wait for the whole queue.
    /// </summary>
    /// <param name="made">On the CPU, pinned or not; the caller's no more.</param>
    public static Tensor MoveToDevice(this Tensor made, Device device)
    {
        if (device.type == DeviceType.CPU)
        {
            return made;
        }

        // libtorch keeps a pinned block from being used again until the copies that it knows of are done
        using var pinned = made.Pinned(device);
        return pinned.to(device, non_blocking: true);
    }

    /// <summary>Hands a CPU tensor over to memory that a CUDA device copies from by itself; itself for the CPU, and where it is pinned already.</summary>
    /// <param name="device">That it will be copied to.</param>
    public static Tensor Pinned(this Tensor made, Device device)
    {
        if (device.type != DeviceType.CUDA || made.is_pinned())
        {
            return made;
        }

        using (made)
        {
            return made.pin_memory();
        }
    }
}
