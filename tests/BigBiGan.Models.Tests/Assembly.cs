[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace BigBiGan.Tests;

internal static partial class Startup
{
    private const int Threads = 2;
}
