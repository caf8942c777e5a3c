using BigBiGan.Dsl.Spec.Text;
using BigBiGan.Dsl.Spec.Yaml;

namespace BigBiGan.Dsl.Spec.Values;

/// <summary>What a person who wrote a value may have meant by it, whatever the key.</summary>
internal static class Mend
{
    /// <summary>The end of a message: <c>; …</c>, or nothing.</summary>
    public static string Of(SpecNode node)
    {
        if (node is not ScalarNode { IsNull: false, Text: var text })
        {
            return "";
        }

        return OddLetters.Note(text) is { Length: > 0 } odd ? odd
            : text.Contains("${") || text.Contains("{{") || text.Contains("$(") ? "; a spec has no variables: write the value, or let a grid vary it"
            : text is "None" or "none" or "NULL" or "Null" or "nil" or "undefined" ? "; `~` removes an inherited value"
            : "";
    }
}
