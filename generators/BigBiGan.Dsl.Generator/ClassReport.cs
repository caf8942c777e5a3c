using System.Collections.Immutable;
using BigBiGan.Dsl.Spec.Rules;
using Microsoft.CodeAnalysis;

namespace BigBiGan.Dsl.Generator;

/// <summary>Shows what is wrong with hand-written halves of variants, on the class's name.</summary>
internal static class ClassReport
{
    public static void Report(
        SourceProductionContext output, ImmutableArray<(DeclaredClass Class, ClassPosition Position)> declared, ImmutableArray<string> specFiles)
    {
        var firstBySpec = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (type, position) in declared)
        {
            var name = type.Class.Name;
            if (type.Fault == ClassFault.NotPartial)
            {
                Show(Rule.ClassNotPartial, $"class {name} is not partial; the compiler writes the other half of [Variant(\"{type.Spec}\")]: declare it 'sealed partial class {name}'");
            }
            else if (type.Fault == ClassFault.NotTopLevel)
            {
                Show(Rule.ClassNotPartial, $"class {name} is nested or generic; the class of [Variant(\"{type.Spec}\")] must be a plain one of a namespace");
            }

            if (!specFiles.Contains(type.Spec))
            {
                Show(Rule.SpecNotFound, $"[Variant(\"{type.Spec}\")] names no spec{Suggestion(type.Spec, specFiles)}; expected a path below the models folder with ending, such as small/fashion.yaml");
            }
            else if (firstBySpec.TryGetValue(type.Spec, out var first))
            {
                Show(Rule.TwoClasses, $"{type.Spec} has two classes, {first} and {name}; keep one [Variant(\"{type.Spec}\")]");
            }
            else
            {
                firstBySpec[type.Spec] = name;
            }

            void Show(Rule rule, string message) =>
                output.ReportDiagnostic(Diagnostic.Create(ProblemReport.Descriptor(rule), position.Location, message));
        }
    }

    private static string Suggestion(string spec, ImmutableArray<string> specFiles) =>
        Words.Nearest(spec, specFiles) is { } near ? $" (did you mean {near}?)" : "";
}
