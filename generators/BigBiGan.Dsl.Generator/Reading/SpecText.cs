using BigBiGan.Dsl.Spec.Resolution;
using BigBiGan.Dsl.Spec.Text;
using BigBiGan.Dsl.Spec.Workspace;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace BigBiGan.Dsl.Generator.Reading;

/// <summary>A spec as MSBuild handed it over.</summary>
/// <param name="Path">Below the models folder, with ending and forward slashes: <c>small/fashion.yaml</c>.</param>
internal sealed record SpecText(AdditionalText Text, string Path)
{
    private const string Metadata = "build_metadata.AdditionalFiles.";

    /// <summary>A spec, or what lies beside the specs under another ending; null for what is none of our business.</summary>
    public static SpecText? From(AdditionalText text, AnalyzerConfigOptionsProvider options) =>
        From(text, options, "BigBiGanSpec") ?? From(text, options, "BigBiGanBeside");

    /// <summary>What may be a spec in a project that has this compiler through a reference only, and compiles none.</summary>
    public static SpecText? Stray(AdditionalText text, AnalyzerConfigOptionsProvider options) => From(text, options, "BigBiGanStray");

    private static SpecText? From(AdditionalText text, AnalyzerConfigOptionsProvider options, string key) =>
        options.GetOptions(text).TryGetValue(Metadata + key, out var path) && path.Length > 0
            ? new SpecText(text, Whole(path.Replace('\\', '/'), text.Path.Replace('\\', '/')))
            : null;

    /// <summary>
    /// The path that was meant: the compiler reads metadata as an editor's settings, where <c>#</c> and <c>;</c> begin a comment and
    /// spaces at the ends are dropped. The file's own path has the rest.
    /// </summary>
    private static string Whole(string path, string disk)
    {
        for (var start = 0; start >= 0; start = disk.IndexOf('/', start) is >= 0 and var slash ? slash + 1 : -1)
        {
            var whole = disk.Substring(start);
            var trimmed = whole.TrimStart();
            if (trimmed.StartsWith(path, StringComparison.Ordinal) && IsDropped(trimmed.Substring(path.Length).TrimStart()))
            {
                return whole;
            }
        }

        return path;
    }

    private static bool IsDropped(string rest) => rest.Length == 0 || rest[0] is '#' or ';';

    public ReadSpec Read(CancellationToken cancellation)
    {
        var (file, spans) = SpecReader.Read(Path, Text.GetText(cancellation)?.ToString() ?? "", cancellation);
        return new ReadSpec(file, new SpecPositions(Path, Text.Path, spans));
    }
}

internal sealed record ReadSpec(SpecFile File, SpecPositions Positions);

/// <summary>Where a spec's nodes stand: only what reports problems looks at it.</summary>
/// <param name="DiskPath">The file as the compiler names it.</param>
internal sealed record SpecPositions(string Path, string DiskPath, SourceMap Spans);
