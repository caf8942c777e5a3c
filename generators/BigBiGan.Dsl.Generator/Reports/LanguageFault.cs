using BigBiGan.Dsl.Spec.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace BigBiGan.Dsl.Generator.Reports;

/// <summary>A project whose C# is too old for the generated code.</summary>
internal static class LanguageFault
{
    /// <summary>The oldest C# that compiles what the emitters write.</summary>
    public const LanguageVersion Needed = LanguageVersion.CSharp12;

    /// <summary>What the project says of its C#, where that is too old; otherwise null.</summary>
    public static string? Of(ParseOptions options) =>
        options is CSharpParseOptions { LanguageVersion: < Needed } csharp ? csharp.LanguageVersion.ToDisplayString() : null;

    public static void Report(SourceProductionContext output, string version) => output.ReportDiagnostic(Diagnostic.Create(
        ProblemReport.Descriptor(Rule.Language),
        Location.None,
        $"the project compiles as C# {version}, and the code of its specs needs C# {Needed.ToDisplayString()}: "
            + "take <LangVersion> out of the project (the SDK's own is newer), or write <LangVersion>latest</LangVersion>"));
}
