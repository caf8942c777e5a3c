using BigBiGan.Dsl.Spec.Diagnostics;
using BigBiGan.Dsl.Spec.GridSchema;
using BigBiGan.Dsl.Spec.Resolution;
using BigBiGan.Dsl.Spec.Schema;
using BigBiGan.Dsl.Spec.Text;
using BigBiGan.Dsl.Spec.Yaml;

namespace BigBiGan.Dsl.Spec.Workspace;

/// <summary>The first stage: text to nodes, each value checked against the schema.</summary>
public static class SpecReader
{
    /// <summary>Reads one spec. Whatever the text is, the answer is nodes or problems.</summary>
    /// <param name="path">Below the models folder, with ending and with <c>/</c>: <c>small/fashion.yaml</c>.</param>
    /// <param name="text">The file's text; line ends and a byte order mark as they are.</param>
    /// <param name="cancellation">Asked between nodes.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    public static (SpecFile File, SourceMap Spans) Read(string path, string text, CancellationToken cancellation = default)
    {
        var reader = new EventReader(path, text, cancellation);
        var root = reader.Read();
        if (SpecPath.IsMisnamed(path))
        {
            return (
                Misnamed(path, root, root is null ? EquatableArray<Suppression>.Empty : SuppressionComments.Read(text, reader.Notes)),
                reader.Notes.ToSourceMap());
        }

        var suppressions = root is null ? EquatableArray<Suppression>.Empty : SuppressionComments.Read(text, reader.Notes);
        var findings = new Findings(path, reader.Notes.Problems);
        var kind = SpecFile.KindOf(root);
        if (root is not null)
        {
            switch (kind)
            {
                case FileKind.Spec:
                    SchemaCheck.Run(root, findings);
                    break;
                case FileKind.Grid:
                    SchemaCheck.RunWhole(root, GridKeys.Table, findings);
                    break;
                case FileKind.Calibration:
                    SchemaCheck.RunWhole(root, CalibrationKeys.Table, findings);
                    Suppressions.Apply(suppressions, findings, complete: true); // nothing comes after it
                    break;
                case FileKind.Launcher:
                    SchemaCheck.RunWhole(root, LauncherKeys.Table, findings);
                    Suppressions.Apply(suppressions, findings, complete: true);
                    break;
                case FileKind.Layer:
                    SchemaCheck.RunWhole(root, LayerKeys.Table, findings);
                    break;
            }
        }

        return (new SpecFile(path, kind, root, findings.ToArray(), suppressions), reader.Notes.ToSourceMap());
    }

    /// <summary>What lies unread beside the specs: a fault where it says what specs alone say, another program's file otherwise.</summary>
    private static SpecFile Misnamed(string path, MappingNode? root, EquatableArray<Suppression> suppressions)
    {
        var findings = new Findings(path);
        if (SpecFile.FirstWord(root) is { } word)
        {
            var name = path.Substring(path.LastIndexOf('/') + 1);
            findings.AtKey(
                Rule.Misnamed,
                word,
                $"`{word}` makes this a spec, and nothing reads it: specs end in `{SpecPath.Ending}`, in small letters; "
                    + $"rename it to `{name.Substring(0, name.LastIndexOf('.'))}{SpecPath.Ending}`");
            Suppressions.Apply(suppressions, findings, complete: false); // what its other comments allow, nobody looked for
        }

        return new SpecFile(path, FileKind.Unread, null, findings.ToArray(), EquatableArray<Suppression>.Empty);
    }
}
