using BigBiGan.Dsl.Generator.Emission;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace BigBiGan.Dsl.Generator;

/// <summary>A class with <c>[Variant("...")]</c>: the other half of a variant, written by hand.</summary>
internal sealed record DeclaredClass(string Spec, VariantClass Class, ClassFault Fault)
{
    public const string Attribute = "BigBiGan.Dsl.VariantAttribute";

    public static (DeclaredClass Class, ClassPosition Position) From(GeneratorAttributeSyntaxContext context)
    {
        var symbol = (INamedTypeSymbol)context.TargetSymbol;
        var declaration = (ClassDeclarationSyntax)context.TargetNode;
        var spec = context.Attributes[0].ConstructorArguments.FirstOrDefault().Value as string ?? "";
        var fault = symbol.ContainingType is not null || symbol.TypeParameters.Length > 0 ? ClassFault.NotTopLevel
            : !declaration.Modifiers.Any(SyntaxKind.PartialKeyword) ? ClassFault.NotPartial
            : ClassFault.None;
        var type = new VariantClass(
            symbol.ContainingNamespace.IsGlobalNamespace ? "" : symbol.ContainingNamespace.ToDisplayString(),
            symbol.Name,
            symbol.DeclaredAccessibility == Accessibility.Public ? "public" : "internal");
        return (new DeclaredClass(spec, type, fault), ClassPosition.Of(spec, type, declaration.Identifier.GetLocation()));
    }
}

internal enum ClassFault
{
    None,
    NotPartial,
    NotTopLevel,
}

/// <summary>Where the class's name stands, as plain values: a Location would keep the whole syntax tree alive.</summary>
internal sealed record ClassPosition(string Spec, string ClassName, string File, TextSpan Span, LinePositionSpan Lines)
{
    public static ClassPosition Of(string spec, VariantClass type, Location location) =>
        new(spec, type.FullName, location.SourceTree?.FilePath ?? "", location.SourceSpan, location.GetLineSpan().Span);

    public Location Location => Location.Create(File, Span, Lines);
}
