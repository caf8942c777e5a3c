namespace BigBiGan.Dsl.Spec.Schema;

/// <summary>One key of a spec.</summary>
public abstract class Key(string path, ValueShape shape, Presence presence, Need need, string? defaultText, string description, string example)
{
    /// <summary>From the top: <c>encoder.head.layers</c>.</summary>
    public string Path => path;

    public string[] Segments { get; } = path.Split('.');

    public ValueShape Shape => shape;

    public Presence Presence => presence;

    /// <summary>Without it the key has no use.</summary>
    public Need Need => need;

    /// <summary>What holds where no file gives the key, as it would be written; null for keys without a default.</summary>
    public string? DefaultText => defaultText;

    public string Description => description;

    /// <summary>A value as it would be written.</summary>
    public string Example => example;
}

/// <typeparam name="T">What the value becomes in a <see cref="Variant"/>.</typeparam>
public sealed class Key<T>(string path, ValueShape<T> shape, Presence presence, Need need, T fallback, string? defaultText, string description, string example)
    : Key(path, shape, presence, need, defaultText, description, example)
{
    public new ValueShape<T> Shape => shape;

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
