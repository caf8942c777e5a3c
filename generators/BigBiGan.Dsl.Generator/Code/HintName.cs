using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace BigBiGan.Dsl.Generator.Code;

/// <summary>
/// The names of emitted files. The compiler takes few letters, compares without case, and drops everything where two
/// are equal: so a path of small letters stands as it is, and any other takes its digest along.
/// </summary>
internal static class HintName
{
    private const int Longest = 100;

    /// <param name="path">A spec's or a grid's file, below the models folder, whatever its name.</param>
    /// <param name="ending">What it becomes: <c>.g.cs</c>.</param>
    public static string Of(string path, string ending = ".g.cs")
    {
        var stem = path.EndsWith(".yaml", StringComparison.Ordinal) ? path.Substring(0, path.Length - ".yaml".Length) : path;
        return (stem != path && IsPlain(stem) ? stem.Replace('/', '.') : $"{Readable(stem)}+{Digest(path)}") + ending;
    }

    /// <summary>The files that all specs share bear names of one word; <c>.grid</c> is the ending of grids.</summary>
    private static bool IsPlain(string stem) =>
        stem.Length is > 0 and <= Longest
        && stem.All(letter => letter is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-' or '_' or '/')
        && stem is not ("tensors" or "variants" or "grids")
        && !stem.EndsWith("/grid", StringComparison.Ordinal);

    private static string Readable(string stem)
    {
        var end = stem.Length <= Longest ? stem : stem.Substring(stem.Length - Longest);
        return string.Concat(end.Select(letter =>
            letter is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '-' or '_' or '.' ? letter
            : letter == '/' ? '.' : '_')).TrimStart('.');
    }

    private static string Digest(string path)
    {
        using var sha = SHA256.Create();
        return string.Concat(sha.ComputeHash(Encoding.Unicode.GetBytes(path)).Take(8).Select(one => one.ToString("x2", CultureInfo.InvariantCulture)));
    }
}
