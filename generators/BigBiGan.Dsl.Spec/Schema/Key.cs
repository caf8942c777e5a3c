namespace BigBiGan.Dsl.Spec.Schema;

/// <summary>One key of a spec.</summary>
public abstract class Key(string path, ValueShape shape, Presence presence, string? fallback, string description, string example)
{
    /// <summary>From the top: <c>encoder.head.layers</c>.</summary>
    public string Path => path;

    public string[] Segments { get; } = path.Split('.');

    public ValueShape Shape => shape;

    public Presence Presence => presence;

    /// <summary>The value where no file gives one, as it would be written; null for keys without one.</summary>
    public string? Default => fallback;

    public string Description => description;

    /// <summary>A value as it would be written.</summary>
    public string Example => example;
}

public sealed class Key<T>(string path, ValueShape<T> shape, Presence presence, string? fallback, string description, string example)
    : Key(path, shape, presence, fallback, description, example)
{
    public new ValueShape<T> Shape => shape;
}

public enum Presence
{
    /// <summary>Belongs to one file and is not inherited: variant, summary, extends, ablates.</summary>
    OwnFile,

    /// <summary>Some file of the chain gives it.</summary>
    Required,

    /// <summary>Required where there is an encoder, refused where there is none.</summary>
    RequiredWithEncoder,

    /// <summary>May be left out.</summary>
    Optional,
}
