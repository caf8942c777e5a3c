using BigBiGan.Models.Tests;

[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace BigBiGan.Tests;

internal static partial class Startup
{
    private const int Threads = 1;

    static partial void Serve(string[] args) => ReplicaStart.Run();
}
