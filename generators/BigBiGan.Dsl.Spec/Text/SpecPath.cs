namespace BigBiGan.Dsl.Spec.Text;

/// <summary>
/// Which files below a models folder are specs: their paths alone decide, so that the build, <c>check</c> and <c>diff</c> read the same ones.
/// generators/build/BigBiGan.Dsl.props says it once more, as globs; a test holds both to each other.
/// </summary>
public static class SpecPath
{
    /// <summary>The ending of every spec, in small letters.</summary>
    public const string Ending = ".yaml";

    private static readonly string[] Tools = ["bin", "obj", "node_modules"];

    /// <summary>Whether the compiler reads it.</summary>
    /// <param name="path">Below the models folder, with <c>/</c>.</param>
    public static bool IsSpec(string path) => path.EndsWith(Ending, StringComparison.Ordinal) && IsEntered(path);

    /// <summary>Whether it would be a spec under another ending: <c>.yml</c>, or capital letters.</summary>
    /// <param name="path">Below the models folder, with <c>/</c>.</param>
    public static bool IsMisnamed(string path) =>
        !path.EndsWith(Ending, StringComparison.Ordinal)
        && (path.EndsWith(Ending, StringComparison.OrdinalIgnoreCase) || path.EndsWith(".yml", StringComparison.OrdinalIgnoreCase))
        && IsEntered(path);

    /// <summary>Whether a path leads through no folder of builds or tools, and no part of it begins with a dot.</summary>
    /// <param name="path">A file's or a folder's, below the models folder, with <c>/</c>.</param>
    public static bool IsEntered(string path) => path.Split('/') is var parts
        && parts.All(part => part.Length == 0 || part[0] != '.')
        && !parts.Take(parts.Length - 1).Any(Tools.Contains);
}
