using System.Runtime.CompilerServices;
using BigBiGan.Dsl.Kernels;
using BigBiGan.Dsl.Native;

[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace BigBiGan.Models.Tests;

internal static class TestSetup
{
    [ModuleInitializer]
    public static void Initialise()
    {
        ProvenKernels.Worker = typeof(TestSetup).Assembly.Location;
        TorchRuntime.Initialize(threads: 2);
    }

    /// <summary>Of the process that tries kernels; tests themselves are started by their host.</summary>
    private static void Main(string[] args) => KernelWorker.Serve(args, typeof(TestSetup).Assembly);
}
