namespace BigBiGan.Dsl.Spec.Text;

/// <summary>Names of C# from words.</summary>
public static class Identifiers
{
    /// <summary><c>squeeze</c>, <c>excite</c> -> <c>SqueezeExcite</c>.</summary>
    public static string Pascal(IEnumerable<string> words) =>
        string.Concat(words.Where(word => word.Length > 0).Select(word => char.ToUpperInvariant(word[0]) + word.Substring(1)));
}
