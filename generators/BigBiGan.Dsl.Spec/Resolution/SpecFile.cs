using BigBiGan.Dsl.Spec.Diagnostics;
using BigBiGan.Dsl.Spec.Text;
using BigBiGan.Dsl.Spec.Values;
using BigBiGan.Dsl.Spec.Yaml;

namespace BigBiGan.Dsl.Spec.Resolution;

/// <summary>One spec as it was read: value-equal and free of positions, so that an edited comment changes nothing.</summary>
/// <param name="Path">Below the models folder, with ending: <c>small/fashion.yaml</c>.</param>
/// <param name="Kind">By its first word.</param>
/// <param name="Root">Null where the text is not a YAML mapping.</param>
/// <param name="Problems">What is wrong with this file by itself: its YAML, its keys, its values.</param>
/// <param name="Suppressions">What its comments allow.</param>
public sealed record SpecFile(string Path, FileKind Kind, MappingNode? Root, EquatableArray<Problem> Problems, EquatableArray<Suppression> Suppressions)
{
    private static readonly string[] Words = ["variant", "grid", "calibration", "launcher", "layer", "latent", "generator", "encoder", "discriminator"];

    /// <summary>Whether nothing stands in the way of compiling what the file says.</summary>
    public bool IsSound => Problems.All(problem => problem.Rule.CanBeAllowed);

    /// <summary>The class that the file declares, or null for a part. Given even where the file has problems.</summary>
    public string? VariantName =>
        Kind == FileKind.Spec && Root?["variant"] is ScalarNode { IsNull: false } name && IdentifierType.IsIdentifier(name.Text) ? name.Text : null;

    /// <summary>The grid that the file declares, or null. Given even where the file has problems.</summary>
    public string? GridName =>
        Root?["grid"] is ScalarNode { IsNull: false } name && IdentifierType.IsIdentifier(name.Text) ? name.Text : null;

    /// <summary>The layer that the file declares, or null. Given even where the file has problems.</summary>
    public string? LayerName =>
        Kind == FileKind.Layer && Root?["layer"] is ScalarNode { IsNull: false } name && LayerNameType.IsName(name.Text) ? name.Text : null;

    /// <summary>The value of <c>extends</c> as written, or null.</summary>
    public string? Extends => Kind == FileKind.Spec && Root?["extends"] is ScalarNode { IsNull: false } text ? text.Text : null;

    /// <summary>
    /// The first key at the root that other programs' files do not have:
    /// what the file declares, or a group of a spec; null where there is none.
    /// </summary>
    public static string? FirstWord(MappingNode? root) =>
        root is null ? null : Words.FirstOrDefault(key => root[key] is not null);

    internal static FileKind KindOf(MappingNode? root) =>
        root?["grid"] is not null ? FileKind.Grid
        : root?["calibration"] is not null ? FileKind.Calibration
        : root?["launcher"] is not null ? FileKind.Launcher
        : root?["layer"] is not null ? FileKind.Layer
        : FileKind.Spec;
}

public enum FileKind
{
    /// <summary>A variant, or a part of one.</summary>
    Spec,

    /// <summary>Compares variants and is none.</summary>
    Grid,

    /// <summary>How fast a device trains.</summary>
    Calibration,

    /// <summary>How cells become jobs of a cluster; read when a grid runs, and by no build.</summary>
    Launcher,

    /// <summary>A layer of the user's own, which specs may use.</summary>
    Layer,

    /// <summary>No spec by its ending: nothing but what is wrong with that is known.</summary>
    Unread,
}
