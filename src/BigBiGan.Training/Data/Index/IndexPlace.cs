using BigBiGan.Dsl.State;
using BigBiGan.Training.Text;

namespace BigBiGan.Training.Data.Index;

/// <summary>Where indexes are kept: in the user's cache, or for a while among temporary files where nothing can be written there.</summary>
internal static class IndexPlace
{
    /// <summary>The paths at which an index may be, the best first.</summary>
    /// <param name="key">What it is of.</param>
    /// <param name="folder">The only place to look; null for the usual ones.</param>
    public static string[] Paths(string key, string? folder = null)
    {
        var name = $"{TextHash.Of(key)[..16]}.index";
        string?[] folders = folder is null ? [UserCache.Folder("index"), Path.Combine(Path.GetTempPath(), "bigbigan-index")] : [folder];
        return [.. folders.OfType<string>().Select(place => Path.Combine(place, name))];
    }

    /// <summary>Makes an index at the first place where something can be written.</summary>
    public static T First<T>(string[] paths, Func<string, T> make)
    {
        foreach (var path in paths.SkipLast(1))
        {
            try
            {
                return make(path);
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                // the next one will do
            }
        }

        return make(paths[^1]);
    }
}
