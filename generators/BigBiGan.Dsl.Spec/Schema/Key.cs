using BigBiGan.Dsl.Spec.Model;
using BigBiGan.Dsl.Spec.Values;

namespace BigBiGan.Dsl.Spec.Schema;

/// <summary>One key of a spec.</summary>
public abstract class Key(string path, SpecType type, Presence presence, Precondition need, string? defaultText, string description, string example)
{
    /// <summary>From the top: <c>encoder.head.layers</c>.</summary>
    public string Path => path;

    public string[] Segments { get; } = path.Split('.');

    public SpecType Type => type;

    public Presence Presence => presence;

    /// <summary>Without it the key has no effect.</summary>
    public Precondition Precondition => need;

    /// <summary>What holds where no file gives the key, as it would be written; null for keys without a default.</summary>
    public string? DefaultText => defaultText;

    public string Description => description;

    /// <summary>The key's canonical value in a variant; null where it has no effect there, and for keys that belong to a file alone.</summary>
    public Func<Variant, string?> Text { get; init; } = _ => null;

    /// <summary>A value as it would be written.</summary>
    public string Example => example;
}

/// <typeparam name="T">What the value becomes in a <see cref="Variant"/>.</typeparam>
public sealed class Key<T>(
    string path, SpecType<T> type, Presence presence, Precondition need, T fallback, string? defaultText, string description, string example)
    : Key(path, type, presence, need, defaultText, description, example)
{
    public new SpecType<T> Type => type;

    /// <summary>Of optional keys only.</summary>
    public T Default => fallback;
}

public enum Presence
{
    /// <summary>Belongs to one file and is not inherited: variant, summary, extends, ablates.</summary>
    OwnFile,

    /// <summary>Some file of the chain gives it, where it has a use.</summary>
    Required,

    /// <summary>May be left out.</summary>
    Optional,
}
