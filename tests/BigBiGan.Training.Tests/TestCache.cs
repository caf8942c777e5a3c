using System.Runtime.CompilerServices;

namespace BigBiGan.Training.Tests;

/// <summary>Tests keep what they cache beside their program, and leave the user's cache alone.</summary>
internal static class TestCache
{
    [ModuleInitializer]
    internal static void Move()
    {
        var cache = Path.Combine(AppContext.BaseDirectory, "cache");
        Environment.SetEnvironmentVariable("XDG_CACHE_HOME", cache);

        // what tests took before is not found by the next: it is what they look at
        if (Directory.Exists(Path.Combine(cache, "bigbigan", "standing")))
        {
            Directory.Delete(Path.Combine(cache, "bigbigan", "standing"), recursive: true);
        }
    }
}
