using System.Runtime.CompilerServices;
using BigBiGan.Dsl.Native;

// Leak tests count every living tensor of the process.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace BigBiGan.Dsl.Tests;

internal static class Startup
{
    [ModuleInitializer]
    internal static void LoadTorch() => TorchRuntime.Initialize(threads: 1);
}
