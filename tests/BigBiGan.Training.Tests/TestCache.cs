using System.Runtime.CompilerServices;
using BigBiGan.Dsl.State;

namespace BigBiGan.Training.Tests;

/// <summary>Tests keep what they cache beside their program, and leave the user's cache alone.</summary>
internal static class TestCache
{
    [ModuleInitializer]
    internal static void Move()
    {
        Environment.SetEnvironmentVariable("XDG_CACHE_HOME", Path.Combine(AppContext.BaseDirectory, "cache"));

        // what tests took before is not found by the next: it is what they look at
        var taken = UserCache.Folder("standing")!;
        if (Directory.Exists(taken))
        {
            Directory.Delete(taken, recursive: true);
        }
    }
}
