namespace BigBiGan.Dsl.Spec.Text;

/// <summary>How messages join words.</summary>
public static class Phrases
{
    public static string Or(IEnumerable<string> words) => Join([.. words], "or");

    public static string And(IEnumerable<string> words) => Join([.. words], "and");

    /// <summary><c>1 cell</c>, <c>2 cells</c>.</summary>
    public static string Count(int count, string noun) => $"{count} {noun}{(count == 1 ? "" : "s")}";

    private static string Join(List<string> words, string last) => words.Count switch
    {
        0 => "nothing",
        1 => words[0],
        _ => string.Join(", ", words.Take(words.Count - 1)) + $" {last} " + words[words.Count - 1],
    };
}
