using BigBiGan.Cli.Errors;
using BigBiGan.Dsl.Native;
using BigBiGan.Dsl.Replicas.Mpi;
using TorchSharp;

namespace BigBiGan.Cli.Runs;

internal static class Devices
{
    /// <summary>Loads libtorch and finds the device.</summary>
    /// <exception cref="UserMistake">There is no such device.</exception>
    public static torch.Device Named(string name, int? threads)
    {
        TorchRuntime.Initialize(threads);
        return name switch
        {
            "cpu" => torch.CPU,
            "cuda" => Cuda(),
            _ => throw new UserMistake($"--device is '{name}'; expected cpu or cuda"),
        };
    }

    private static torch.Device Cuda()
    {
        if (!TorchRuntime.HasCuda)
        {
            throw new UserMistake(
                $"--device cuda: no CUDA device can be used, as the libtorch in {Path.GetDirectoryName(TorchRuntime.LibTorchFile)} is for the CPU; "
                + "name one with CUDA by --libtorch (docs/gpu.md), build with -p:TorchBackend=cuda, or take --device cpu");
        }

        if (!torch.cuda.is_available())
        {
            throw new UserMistake(
                "--device cuda: no CUDA device can be used; "
                + "expected a GPU that libtorch knows, with its driver (does nvidia-smi show one?); "
                + (MpiLauncher.Count == 1 ? "" : "each rank takes a card, so start no more of them on a host than it has; ")
                + "or take --device cpu");
        }

        CudaSettings.Apply();
        return torch.CUDA;
    }
}
