using System.Runtime.CompilerServices;
using BigBiGan.Dsl.Kernels;
using BigBiGan.Dsl.Native;

namespace BigBiGan.Tests;

/// <summary>Of every test project that calculates; each says in its Assembly.cs with how many threads.</summary>
internal static partial class Startup
{
    [ModuleInitializer]
    internal static void LoadTorch()
    {
        ProvenKernels.Worker = typeof(Startup).Assembly.Location;
        TorchRuntime.Initialize(Threads);
    }

    /// <summary>Of the process that tries kernels, and of what a project's tests start; tests themselves are started by their host.</summary>
    private static void Main(string[] args)
    {
        if (!KernelWorker.Serve(args, typeof(Startup).Assembly))
        {
            Serve(args);
        }
    }

    static partial void Serve(string[] args);
}
