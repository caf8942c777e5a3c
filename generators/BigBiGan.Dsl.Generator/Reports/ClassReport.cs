using System.Collections.Immutable;
using BigBiGan.Dsl.Generator.Classes;
using BigBiGan.Dsl.Spec.Diagnostics;
using BigBiGan.Dsl.Spec.Resolution;
using BigBiGan.Dsl.Spec.Text;
using Microsoft.CodeAnalysis;

namespace BigBiGan.Dsl.Generator.Reports;

/// <summary>Shows what is wrong with hand-written halves of variants: on the class's name, or on the path in its attribute.</summary>
internal static class ClassReport
{
    public static void Report(
        SourceProductionContext output, ImmutableArray<(DeclaredClass Class, ClassPosition Position)> declared, ImmutableArray<NamedFile> files)
    {
        var firstBySpec = new Dictionary<string, DeclaredClass>(StringComparer.Ordinal);
        foreach (var (type, position) in declared)
        {
            if (ClassFaults.Message(type) is { } fault)
            {
                Show(Rule.ClassNotPartial, position.Name, fault);
            }

            if (NotAVariant(type, files) is { } path)
            {
                Show(Rule.SpecNotFound, position.Path, $"[Variant(\"{type.Spec}\")] names {path}");
            }
            else if (firstBySpec.TryGetValue(type.Spec, out var first))
            {
                var (one, two) = first.Class.Name == type.Class.Name ? (first.Class.FullName, type.Class.FullName) : (first.Class.Name, type.Class.Name);
                Show(Rule.TwoClasses, position.Name, $"{type.Spec} has two classes, {one} and {two}; keep one [Variant(\"{type.Spec}\")]");
            }
            else
            {
                firstBySpec[type.Spec] = type;
            }
        }

        void Show(Rule rule, SourcePosition position, string message) =>
            output.ReportDiagnostic(Diagnostic.Create(ProblemReport.Descriptor(rule), position.Location, message));
    }

    /// <summary>What the path names in place of a variant; null where it names one.</summary>
    private static string? NotAVariant(DeclaredClass type, ImmutableArray<NamedFile> files) => files.FirstOrDefault(file => file.Path == type.Spec) switch
    {
        { Kind: FileKind.Grid } => "a grid; its variants have their classes by themselves: expected the path of a spec",
        { Kind: FileKind.Calibration } => "a calibration; expected the path of a spec",
        { Kind: FileKind.Launcher } => "a launcher; expected the path of a spec",
        { Kind: FileKind.Unread } => "a file that is not read (BBG0305); expected the path of a spec",
        { Kind: FileKind.Layer } => "a layer; expected the path of a spec that uses it",
        { Kind: FileKind.Spec, IsPart: true } =>
            $"a part, which declares no class; name a spec that extends it, or write `variant: {type.Class.Name}` into {type.Spec}",
        { Kind: FileKind.Spec } => null,
        null => $"no spec{Suggestion(type.Spec, files)}; expected a path below the models folder with ending, such as small/fashion.yaml",
    };

    private static string Suggestion(string spec, ImmutableArray<NamedFile> files)
    {
        var paths = files.Where(file => file is { Kind: FileKind.Spec, IsPart: false }).Select(file => file.Path).ToList();
        var near = Spelling.Nearest(spec, paths) ?? paths.FirstOrDefault(path => LastName(path) == LastName(spec.Replace('\\', '/')));
        return near is null ? "" : $" (did you mean {near}?)";
    }

    /// <summary><c>models/small/fashion.yaml</c> and <c>fashion</c> end in the same name.</summary>
    private static string LastName(string path)
    {
        var name = path.Substring(path.LastIndexOf('/') + 1);
        return name.LastIndexOf('.') is > 0 and var dot ? name.Substring(0, dot) : name;
    }
}

/// <summary>What a class's attribute may name.</summary>
/// <param name="IsPart">Whether it declares no class.</param>
internal sealed record NamedFile(string Path, FileKind Kind, bool IsPart)
{
    public static NamedFile Of(SpecFile file) => new(file.Path, file.Kind, file.VariantName is null);
}
