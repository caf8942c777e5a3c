using BigBiGan.Dsl.Native;
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
            "cuda" when torch.cuda.is_available() => torch.CUDA,
            "cuda" => throw new UserMistake("--device cuda: no CUDA device can be used; expected a GPU with its driver and a build with -p:TorchBackend=cuda; train with --device cpu instead"),
            _ => throw new UserMistake($"--device is '{name}'; expected cpu or cuda"),
        };
    }
}
