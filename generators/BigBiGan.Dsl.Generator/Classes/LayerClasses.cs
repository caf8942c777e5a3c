using BigBiGan.Dsl.Spec.Diagnostics;
using BigBiGan.Dsl.Spec.Layers;
using BigBiGan.Dsl.Spec.Schema;
using BigBiGan.Dsl.Spec.Text;
using Microsoft.CodeAnalysis;

namespace BigBiGan.Dsl.Generator.Classes;

/// <summary>The classes that layer files name, against the contract: what C# would say of the emitted code is said in the layer's file.</summary>
/// <param name="Faulty">The classes that cannot be used, by full name.</param>
internal sealed record LayerClasses(EquatableArray<Problem> Problems, EquatableArray<string> Faulty)
{
    private const string Contract = "BigBiGan.Dsl.Custom.CustomLayer";

    public static LayerClasses Of(IEnumerable<(string File, CustomLayer Layer)> layers, Compilation compilation)
    {
        var problems = new List<Problem>();
        var faulty = new List<string>();
        foreach (var (file, layer) in layers)
        {
            if (Fault(layer, compilation) is { } fault)
            {
                problems.Add(new Problem(Rule.LayerClass, file, new NodeLocation(LayerKeys.Class.Path, NodePart.Value), fault));
                faulty.Add(layer.Class);
            }
        }

        return new LayerClasses(problems.ToEquatableArray(), faulty.ToEquatableArray());
    }

    private static string? Fault(CustomLayer layer, Compilation compilation)
    {
        var name = $"`class` is `{layer.Class}`";
        if (compilation.GetTypeByMetadataName(layer.Class) is not { } type)
        {
            return $"{name}, which neither this project nor one that it references has{Suggestion(layer.Class, compilation)}";
        }

        if (type.TypeKind != TypeKind.Class || type.IsAbstract || type.IsStatic || type.IsGenericType
            || !compilation.IsSymbolAccessibleWithin(type, compilation.Assembly))
        {
            return $"{name}, which is {What(type)}; expected a public class that can be made with 'new'";
        }

        if (!Bases(type).Any(parent => parent.ToDisplayString() == Contract))
        {
            return $"{name}, which does not derive from {Contract}; expected 'sealed class {type.Name} : CustomLayer'";
        }

        var parameters = layer.TakesArgument ? "int channels, int size, int argument" : "int channels, int size";
        return type.InstanceConstructors.Any(constructor => Fits(constructor, parameters, compilation))
            ? null
            : $"{name}, which has no constructor ({parameters}); "
                + $"{(layer.TakesArgument ? "the file has `argument`" : "the file has no `argument`")}: expected 'public {type.Name}({parameters})'";
    }

    /// <summary>By name, since the emitted call names them.</summary>
    private static bool Fits(IMethodSymbol constructor, string parameters, Compilation compilation) =>
        compilation.IsSymbolAccessibleWithin(constructor, compilation.Assembly)
        && string.Join(", ", constructor.Parameters.Select(parameter =>
            $"{(parameter is { RefKind: RefKind.None, Type.SpecialType: SpecialType.System_Int32 } ? "int" : "?")} {parameter.Name}")) == parameters;

    private static string What(INamedTypeSymbol type) =>
        type.TypeKind == TypeKind.Interface ? "an interface"
        : type.TypeKind != TypeKind.Class ? $"a {type.TypeKind.ToString().ToLowerInvariant()}"
        : type.IsStatic ? "static"
        : type.IsAbstract ? "abstract"
        : type.IsGenericType ? "generic"
        : "not visible here";

    private static IEnumerable<INamedTypeSymbol> Bases(INamedTypeSymbol type)
    {
        for (var parent = type.BaseType; parent is not null; parent = parent.BaseType)
        {
            yield return parent;
        }
    }

    /// <summary>A class of the project with the same last name.</summary>
    private static string Suggestion(string wanted, Compilation compilation)
    {
        var last = wanted.Substring(wanted.LastIndexOf('.') + 1);
        var near = compilation.GetSymbolsWithName(last, SymbolFilter.Type)
            .Select(symbol => symbol.ToDisplayString())
            .OrderBy(name => name, StringComparer.Ordinal).FirstOrDefault();
        return near is null ? "; expected the namespace and the name of a class that derives from CustomLayer" : $"; did you mean `{near}`?";
    }
}
