using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace BigBiGan.Dsl.Generator.Classes;

/// <summary>Why the generated half, a <c>sealed partial class : VariantModel</c> in a file of its own, cannot join a class.</summary>
internal enum ClassFault
{
    None,
    Record,
    Nested,
    Generic,
    FileLocal,
    Static,
    Abstract,
    OtherBase,
    PrimaryConstructor,
    NotPartial,
}

internal static class ClassFaults
{
    /// <summary>The first that holds; <see cref="ClassFault.NotPartial"/> last, since it alone is mended by a word.</summary>
    public static ClassFault Of(INamedTypeSymbol symbol, TypeDeclarationSyntax declaration) =>
        symbol.IsRecord ? ClassFault.Record
        : symbol.ContainingType is not null ? ClassFault.Nested
        : symbol.IsGenericType ? ClassFault.Generic
        : symbol.IsFileLocal ? ClassFault.FileLocal
        : symbol.IsStatic ? ClassFault.Static
        : symbol.IsAbstract ? ClassFault.Abstract
        : HasOtherBase(symbol) ? ClassFault.OtherBase
        : declaration.ParameterList is not null ? ClassFault.PrimaryConstructor
        : !declaration.Modifiers.Any(SyntaxKind.PartialKeyword) ? ClassFault.NotPartial
        : ClassFault.None;

    /// <summary>What to say of it; null where nothing is wrong.</summary>
    public static string? Message(DeclaredClass type)
    {
        var (name, attribute) = (type.Class.Name, $"[Variant(\"{type.Spec}\")]");
        return type.Fault switch
        {
            ClassFault.None => null,
            ClassFault.Record => $"{name} is a record; networks are compared by identity: declare it 'sealed partial class {name}'",
            ClassFault.Nested => $"class {name} is nested; the other half of {attribute} is written in a file of its own: move {name} out, into a namespace",
            ClassFault.Generic => $"class {name} is generic; {attribute} is one class of fixed shapes: expected no type parameters",
            ClassFault.FileLocal =>
                $"class {name} is local to its file; the other half of {attribute} is written in another: write 'internal' in place of 'file'",
            ClassFault.Static => $"class {name} is static; {attribute} makes objects with networks: declare it 'sealed partial class {name}'",
            ClassFault.Abstract => $"class {name} is abstract; {attribute} makes objects of it: declare it 'sealed partial class {name}'",
            ClassFault.OtherBase =>
                $"class {name} has a base class; the class of {attribute} derives from VariantModel: remove the base class, interfaces may stay",
            ClassFault.PrimaryConstructor =>
                $"class {name} has a primary constructor; {attribute} makes its objects by 'Create(device, seed)': remove the parameters",
            ClassFault.NotPartial =>
                $"class {name} is not partial; the compiler writes the other half of {attribute}: declare it 'sealed partial class {name}'",
        };
    }

    private static bool HasOtherBase(INamedTypeSymbol symbol) =>
        symbol.BaseType is { TypeKind: not TypeKind.Error, SpecialType: not SpecialType.System_Object } parent
        && parent.ToDisplayString() != "BigBiGan.Dsl.VariantModel";
}
