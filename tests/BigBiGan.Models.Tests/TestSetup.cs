using System.Runtime.CompilerServices;
using BigBiGan.Dsl.Native;

[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace BigBiGan.Models.Tests;

internal static class TestSetup
{
    [ModuleInitializer]
    public static void Initialise() => TorchRuntime.Initialize(threads: 2);
}
