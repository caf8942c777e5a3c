using System.Runtime.CompilerServices;

namespace BigBiGan.Training.Tests;

/// <summary>Tests keep what they cache beside their program, and leave the user's cache alone.</summary>
internal static class TestCache
{
    [ModuleInitializer]
    internal static void Move() => Environment.SetEnvironmentVariable("XDG_CACHE_HOME", Path.Combine(AppContext.BaseDirectory, "cache"));
}
