using BigBiGan.Dsl.Spec.GridSchema;
using BigBiGan.Dsl.Spec.Schema;

namespace BigBiGan.Dsl.Docs;

/// <summary>A file of the repository that follows a table of keys: a JSON Schema, or a page that ends in a table.</summary>
/// <param name="Path">From the root of the repository.</param>
/// <param name="Write">Its text, from the text that it has now.</param>
public sealed record DocFile(string Path, Func<string, string> Write)
{
    private const string Mark = "a test compares. -->\n\n";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<DocFile> All { get; } =
    [
        Schema("models/spec.schema.json", SpecKeys.Table),
        Schema("models/grid.schema.json", GridKeys.Table),
        Schema("models/calibration.schema.json", CalibrationKeys.Table),
        Schema("models/launcher.schema.json", LauncherKeys.Table),
        Schema("models/layer.schema.json", LayerKeys.Table),
        Page("docs/spec.md", SpecKeys.Table),
        Page("docs/grids.md", GridKeys.Table),
        Page("docs/clusters.md", LauncherKeys.Table),
        Page("docs/custom-layers.md", LayerKeys.Table),
    ];

    private static DocFile Schema(string path, KeySet keys) => new(path, _ => JsonSchema.Write(keys));

    /// <summary>What people wrote stays, up to the mark.</summary>
    private static DocFile Page(string path, KeySet keys) =>
        new(path, text => text[..(text.IndexOf(Mark, StringComparison.Ordinal) + Mark.Length)] + KeyTable.Write(keys));
}
