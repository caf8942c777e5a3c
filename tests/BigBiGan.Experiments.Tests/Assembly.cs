using System.Runtime.CompilerServices;
using BigBiGan.Dsl.Kernels;
using BigBiGan.Dsl.Native;

namespace BigBiGan.Experiments.Tests;

internal static class Startup
{
    [ModuleInitializer]
    internal static void LoadTorch()
    {
        ProvenKernels.Worker = typeof(Startup).Assembly.Location;
        TorchRuntime.Initialize(threads: 1);
    }

    /// <summary>Of the process that tries kernels; tests themselves are started by their host.</summary>
    private static void Main(string[] args) => KernelWorker.Serve(args, typeof(Startup).Assembly);
}
