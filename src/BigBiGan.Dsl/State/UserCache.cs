namespace BigBiGan.Dsl.State;

/// <summary>What can be made again and is kept only to save time: below $XDG_CACHE_HOME, or ~/.cache.</summary>
public static class UserCache
{
    /// <summary>A folder of this program's part of the cache, by its full path; it may not exist yet. Null where the user has no such place.</summary>
    public static string? Folder(string name) =>
        (Absolute(Environment.GetEnvironmentVariable("XDG_CACHE_HOME"))
            ?? Absolute(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache")) is { } cache
            ? Path.Combine(cache, "bigbigan", name)
            : null;

    /// <summary>Relative paths do not count, as the XDG specification has it: the current folder may be anybody's.</summary>
    private static string? Absolute(string? folder, string below = "") => Path.IsPathFullyQualified(folder ?? "") ? Path.Combine(folder!, below) : null;
}
