using System.Collections.Immutable;
using System.Globalization;
using BigBiGan.Dsl.Generator.Code;
using BigBiGan.Dsl.Spec.Resolution;
using BigBiGan.Dsl.Spec.Text;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace BigBiGan.Dsl.Generator.Classes;

/// <summary>Which C# class each spec's variant is.</summary>
internal sealed record ClassNames
{
    public ClassNames(string rootNamespace, ImmutableArray<DeclaredClass> declared)
    {
        RootNamespace = rootNamespace;
        Declared = declared.Where(d => d.Fault == ClassFault.None).ToEquatableArray();
    }

    public string RootNamespace { get; }

    public EquatableArray<DeclaredClass> Declared { get; }

    /// <summary>As <c>dotnet new</c> makes one of a project's name: <c>my-gan</c> -> <c>my_gan</c>.</summary>
    public static string RootNamespaceOf(AnalyzerConfigOptions options) =>
        options.TryGetValue("build_property.RootNamespace", out var name) && Identifiers(name) is { Length: > 0 } space ? space : "BigBiGanModels";

    /// <summary>
    /// The hand-written class of a spec,
    /// or the one in the namespace of the spec's folder: <c>small/fashion.yaml</c> -> <c>Models.Small.Fashion</c>.
    /// </summary>
    public VariantClass For(string specFile, string name) => DeclaredFor(specFile)
        ?? new VariantClass(ClassPath.Namespace(specFile) is { Length: > 0 } space ? $"{RootNamespace}.{space}" : RootNamespace, name, "public");

    /// <summary>The class that a person marked with the spec's path; null where there is none.</summary>
    public VariantClass? DeclaredFor(string specFile) => Declared.FirstOrDefault(declared => declared.Spec == specFile)?.Class;

    private static string Identifiers(string name) =>
        string.Join(".", name.Split('.').Where(part => part.Trim().Length > 0).Select(part => FullName.Escaped(Identifier(part.Trim()))));

    private static string Identifier(string part)
    {
        var letters = string.Concat(part.Select(letter => SyntaxFacts.IsIdentifierPartCharacter(letter) && !IsFormat(letter) ? letter : '_'));
        return SyntaxFacts.IsIdentifierStartCharacter(letters[0]) ? letters : "_" + letters;
    }

    /// <summary>Letters that C# does not compare, and nobody sees.</summary>
    private static bool IsFormat(char letter) => char.GetUnicodeCategory(letter) == UnicodeCategory.Format;
}
