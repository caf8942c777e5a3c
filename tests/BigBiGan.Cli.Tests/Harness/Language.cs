namespace BigBiGan.Cli.Tests.Harness;

/// <summary>
/// Every command of these tests runs in Turkish, where the machine has ICU: its <c>i</c> and its decimal comma are what most easily finds a way into a
/// file or a line that is the same everywhere. Programs of the SDK go on answering in English, which tests read.
/// </summary>
internal static class Language
{
    /// <summary>What would win over LANG. (Set instead of it, they have bash complain where libc does not know the language.)</summary>
    public static IReadOnlyList<string> Unset { get; } = ["LC_ALL", "LC_MESSAGES", "LANGUAGE"];

    public static IReadOnlyDictionary<string, string> Settings { get; } = HasIcu
        ? new Dictionary<string, string> { ["LANG"] = "tr_TR.UTF-8", ["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "0", ["DOTNET_CLI_UI_LANGUAGE"] = "en" }
        : new Dictionary<string, string> { ["DOTNET_CLI_UI_LANGUAGE"] = "en" };

    /// <summary>.NET does not start without it where it is asked for.</summary>
    private static bool HasIcu => new[] { "/usr/lib", "/usr/lib64", "/lib" }
        .Where(Directory.Exists)
        .SelectMany(folder => new[] { folder, Path.Combine(folder, "x86_64-linux-gnu") })
        .Where(Directory.Exists)
        .Any(folder => Directory.EnumerateFiles(folder, "libicuuc.so.*").Any());
}
