using BigBiGan.Experiments.Tests.Claims;

namespace BigBiGan.Tests;

internal static partial class Startup
{
    private const int Threads = 1;

    static partial void Serve(string[] args) => Claimant.Run(args[0]);
}
