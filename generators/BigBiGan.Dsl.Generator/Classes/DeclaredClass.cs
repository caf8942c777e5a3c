using BigBiGan.Dsl.Generator.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace BigBiGan.Dsl.Generator.Classes;

/// <summary>A class with <c>[Variant("...")]</c>: the other half of a variant, written by hand.</summary>
internal sealed record DeclaredClass(string Spec, VariantClass Class, ClassFault Fault)
{
    public const string Attribute = "BigBiGan.Dsl.VariantAttribute";

    private static readonly SymbolDisplayFormat PlainNames = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces);

    public static (DeclaredClass Class, ClassPosition Position) From(GeneratorAttributeSyntaxContext context)
    {
        var symbol = (INamedTypeSymbol)context.TargetSymbol;
        var declaration = (TypeDeclarationSyntax)context.TargetNode;
        var spec = context.Attributes[0].ConstructorArguments.FirstOrDefault().Value as string ?? "";
        var type = new VariantClass(
            symbol.ContainingNamespace.IsGlobalNamespace
                ? ""
                : string.Join(".", symbol.ContainingNamespace.ToDisplayString(PlainNames).Split('.').Select(FullName.Escaped)),
            FullName.Escaped(symbol.Name),
            symbol.DeclaredAccessibility == Accessibility.Public ? "public" : "internal");
        var name = SourcePosition.Of(declaration.Identifier.GetLocation());
        var attribute = context.Attributes[0].ApplicationSyntaxReference?.GetSyntax() as AttributeSyntax;
        var path = attribute?.ArgumentList?.Arguments.FirstOrDefault() is { } argument ? SourcePosition.Of(argument.GetLocation()) : name;
        return (new DeclaredClass(spec, type, ClassFaults.Of(symbol, declaration)), new ClassPosition(name, path));
    }
}

/// <param name="Name">Of the class's name.</param>
/// <param name="Path">Of the spec's path in the attribute.</param>
internal sealed record ClassPosition(SourcePosition Name, SourcePosition Path);

/// <summary>A place in C#, as plain values: a Location would keep the whole syntax tree alive.</summary>
internal sealed record SourcePosition(string File, TextSpan Span, LinePositionSpan Lines)
{
    public static SourcePosition Of(Location location) =>
        new(location.SourceTree?.FilePath ?? "", location.SourceSpan, location.GetLineSpan().Span);

    public Location Location => Location.Create(File, Span, Lines);
}
