namespace BigBiGan.Dsl.State;

/// <summary>What can be made again and is kept only to save time: below $XDG_CACHE_HOME, or ~/.cache.</summary>
public static class UserCache
{
    /// <summary>A folder of this program's part of the cache; it may not exist yet.</summary>
    public static string Folder(string name)
    {
        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } configured
            ? configured
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        return Path.Combine(cache, "bigbigan", name);
    }
}
