namespace BigBiGan.Dsl.Spec.Text;

/// <summary>
/// Key paths: <c>encoder.head.layers</c>, <c>generator.blocks[2]</c>,
/// <c>!0</c> for faults that have no node, <c>#0</c> for comments to the compiler.
/// </summary>
public static class KeyPath
{
    /// <summary>The whole document.</summary>
    public const string Root = "";

    private static readonly char[] Special = ['.', '[', '!', '#', '"'];

    /// <summary>The path of a key inside a mapping; a key that would read as a path is quoted.</summary>
    public static string Child(string path, string key)
    {
        if (key.Length == 0 || key.IndexOfAny(Special) >= 0)
        {
            key = '"' + key + '"';
        }

        return path.Length == 0 ? key : path + '.' + key;
    }

    public static string Item(string path, int index) => $"{path}[{index}]";

    public static string Fault(int number) => $"!{number}";

    public static string Comment(int number) => $"#{number}";

    /// <summary>The last key of a path: <c>layers</c>.</summary>
    public static string Leaf(string path) => path.Substring(path.LastIndexOf('.') + 1);

    /// <summary>Everything above the last key; empty for a top-level key.</summary>
    public static string Parent(string path) => path.Substring(0, Math.Max(0, path.LastIndexOf('.')));

    public static bool IsAtOrBelow(string path, string ancestor) =>
        path.StartsWith(ancestor, StringComparison.Ordinal)
        && (path.Length == ancestor.Length || path[ancestor.Length] is '.' or '[');
}
