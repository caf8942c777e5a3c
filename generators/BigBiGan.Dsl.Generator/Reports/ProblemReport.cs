using System.Collections.Immutable;
using BigBiGan.Dsl.Generator.Reading;
using BigBiGan.Dsl.Spec.Diagnostics;
using BigBiGan.Dsl.Spec.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace BigBiGan.Dsl.Generator.Reports;

/// <summary>Shows problems as compiler errors on the specs' own lines.</summary>
internal static class ProblemReport
{
    public static void Report(SourceProductionContext output, EquatableArray<Problem> problems, ImmutableArray<SpecPositions> positions)
    {
        if (problems.Count == 0)
        {
            return;
        }

        var byPath = new Dictionary<string, SpecPositions>(StringComparer.Ordinal);
        foreach (var file in positions)
        {
            byPath[file.Path] = file;
        }

        foreach (var problem in problems)
        {
            var location = byPath.TryGetValue(problem.File, out var file)
                ? LocationOf(file.DiskPath, file.Spans.Find(problem.Place))
                : Location.None;
            var shown = Origins.Shown(problem, path => byPath.TryGetValue(path, out var known) ? known.Spans : null);
            output.ReportDiagnostic(Diagnostic.Create(Descriptor(problem.Rule), location, shown.Message));
        }
    }

    // the message is handed over as an argument: braces in a spec's text are no placeholders
    public static DiagnosticDescriptor Descriptor(Rule rule) => new(
        rule.Id, rule.Title, "{0}", "BigBiGan.Dsl", DiagnosticSeverity.Error, isEnabledByDefault: true, description: null, rule.Help, Tags(rule.Severity));

    // silenced, a spec that does not compile would leave a class that throws when it is used
    private static string[] Tags(Severity severity) => severity switch
    {
        Severity.Error => [WellKnownDiagnosticTags.NotConfigurable],
        Severity.ErrorByDefault => [],
    };

    private static Location LocationOf(string path, Span span) => Location.Create(
        path,
        new TextSpan(span.Start, span.Length),
        new LinePositionSpan(new LinePosition(span.Line - 1, span.Column - 1), new LinePosition(span.EndLine - 1, span.EndColumn - 1)));
}
