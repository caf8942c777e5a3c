namespace BigBiGan.Dsl.Spec.Yaml;

/// <summary>A node as a message quotes it.</summary>
internal static class NodeText
{
    private const int Longest = 40;

    public static string Of(SpecNode node) => node switch
    {
        ScalarNode { IsNull: true } => "empty",
        ScalarNode scalar => $"`{Short(scalar.Text)}`",
        SequenceNode { Items.Count: 0 } => "an empty list",
        SequenceNode => "a list",
        MappingNode { Entries.Count: 0 } => "an empty mapping",
        _ => "a mapping",
    };

    /// <summary>The same for an item of a list.</summary>
    public static string OfItem(SpecNode node) => node is ScalarNode { IsNull: true } ? "an empty item" : Of(node);

    private static string Short(string text)
    {
        var line = text.Replace('\r', ' ').Replace('\n', ' ');
        return line.Length <= Longest ? line : line.Substring(0, Longest) + "…";
    }
}
