using BigBiGan.Dsl.Spec.Text;

namespace BigBiGan.Dsl.Spec.Yaml;

/// <summary>
/// A value of a spec. Value-equal and without positions; after resolution every node still knows which file gave it.
/// </summary>
/// <param name="File">The path of the spec below the models folder, with ending.</param>
public abstract record SpecNode(string File);

/// <param name="Text">Without quotes; typed later by the schema.</param>
/// <param name="Quoted">Whether the value was quoted or a block text, so that <c>"~"</c> is not a null.</param>
public sealed record ScalarNode(string Text, bool Quoted, string File) : SpecNode(File)
{
    /// <summary><c>key: ~</c>, <c>key: null</c> or a key without a value.</summary>
    public bool IsNull => !Quoted && Text is "" or "~" or "null";
}

public sealed record SequenceNode(EquatableArray<SpecNode> Items, string File) : SpecNode(File);

public sealed record MappingNode(EquatableArray<KeyValue> Entries, string File) : SpecNode(File)
{
    public SpecNode? this[string key]
    {
        get
        {
            foreach (var entry in Entries)
            {
                if (entry.Key == key)
                {
                    return entry.Value;
                }
            }

            return null;
        }
    }
}

public sealed record KeyValue(string Key, SpecNode Value);
