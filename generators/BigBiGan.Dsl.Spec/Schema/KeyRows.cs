using BigBiGan.Dsl.Spec.Values;

namespace BigBiGan.Dsl.Spec.Schema;

/// <summary>The rows of a table of keys, in the order in which its fields declare them.</summary>
internal sealed class KeyRows
{
    private readonly List<Key> _rows = [];

    public IReadOnlyList<Key> All => _rows;

    public Key<T> Required<T>(string path, SpecType<T> type, string description, string example) =>
        Add(new Key<T>(path, type, Presence.Required, Precondition.Nothing, default!, null, description, example));

    /// <param name="none">Whether the fallback stands for no value at all, and has no spelling.</param>
    public Key<T> Optional<T>(string path, SpecType<T> type, T fallback, string description, string example, bool none = false) =>
        Add(new Key<T>(path, type, Presence.Optional, Precondition.Nothing, fallback, none ? null : type.Write(fallback), description, example));

    public Key<T> Add<T>(Key<T> key)
    {
        _rows.Add(key);
        return key;
    }
}
