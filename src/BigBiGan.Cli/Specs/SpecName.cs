using BigBiGan.Cli.Errors;

namespace BigBiGan.Cli.Specs;

/// <summary>How people name a variant or a grid: by its path below the models folder (<c>small/fashion</c>), or by the last part of it.</summary>
internal static class SpecName
{
    /// <summary>The path that is meant; null where none has the name.</summary>
    /// <exception cref="UserMistake">Several have it.</exception>
    public static string? Find(string name, IEnumerable<string> paths) => Matches(name, paths) switch
    {
        [] => null,
        [var one] => one,
        var several => throw new UserMistake($"'{name}' could be {string.Join(" or ", several)}; give the whole path"),
    };

    /// <summary>The one whole path, or all that end so.</summary>
    public static IReadOnlyList<string> Matches(string name, IEnumerable<string> paths)
    {
        var wanted = Plain(name);
        var all = paths.ToList();
        return all.Contains(wanted) ? [wanted] : [.. all.Where(path => path.Split('/')[^1] == wanted)];
    }

    /// <summary>Without the ending of a file.</summary>
    public static string Plain(string name) => name.EndsWith(".yaml", StringComparison.Ordinal) ? name[..^".yaml".Length] : name;
}
