using System.Text.RegularExpressions;
using BigBiGan.Dsl.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace BigBiGan.Dsl.Generator.Tests.Emission;

/// <summary>Equal networks are emitted once across every variant and every grid of the repository: counted in the C# itself, without the generator's digests.</summary>
public sealed class NetworkTests
{
    private static readonly string[] Roles = ["Generator", "Encoder", "Discriminator", "F", "H", "J"];

    [Fact]
    public void As_many_networks_are_emitted_as_variants_and_cells_have_distinct_ones()
    {
        var compilation = Repository.Models.Output;
        var classes = compilation.SyntaxTrees
            .SelectMany(tree => tree.GetRoot().DescendantNodes().OfType<ClassDeclarationSyntax>())
            .Select(syntax => (Syntax: syntax, Symbol: compilation.GetSemanticModel(syntax.SyntaxTree).GetDeclaredSymbol(syntax)!)).ToList();
        var emitted = classes.Where(c => c.Symbol.BaseType?.Name == "Network").ToList();
        var models = classes.Where(c => c.Symbol.BaseType?.Name == "VariantModel").Select(c => c.Symbol).ToList();
        var asked = models.SelectMany(Networks).ToList();

        // none is idle, none is missing
        Assert.Equal(Names(asked), Names(emitted.Select(c => c.Symbol)));
        // no two are equal but for their names
        Assert.Empty(emitted.GroupBy(c => Text(c.Syntax, c.Symbol)).Where(same => same.Count() > 1).Select(same => string.Join(" = ", same.Select(c => c.Symbol.ToDisplayString()))));
        // and cells that are no spec of their own are among them
        Assert.Contains(models, model => model.ContainingNamespace.ToDisplayString().StartsWith("Lab.Cells.", StringComparison.Ordinal));
        Assert.True(asked.Count > 2 * emitted.Count, $"{asked.Count} networks in {models.Count} variants, {emitted.Count} emitted");
    }

    /// <summary>G, E and D of a model, and what D is made of.</summary>
    private static IEnumerable<INamedTypeSymbol> Networks(INamedTypeSymbol owner) => owner.GetMembers().OfType<IPropertySymbol>()
        .Where(member => Roles.Contains(member.Name) && member.Type.BaseType?.Name == "Network")
        .SelectMany(member => Networks((INamedTypeSymbol)member.Type).Append((INamedTypeSymbol)member.Type));

    private static IEnumerable<string> Names(IEnumerable<INamedTypeSymbol> types) => types.Select(type => type.ToDisplayString()).Distinct().Order(StringComparer.Ordinal);

    /// <summary>The class's own text under a neutral name, with the networks that it is made of by their full names.</summary>
    private static string Text(ClassDeclarationSyntax syntax, INamedTypeSymbol symbol)
    {
        var text = Regex.Replace(syntax.ToString(), $@"\b{symbol.Name}\b", "Self");
        foreach (var part in Networks(symbol))
        {
            text = Regex.Replace(text, $@"\b(global::[\w.]+\.)?{part.Name}\b", part.ToDisplayString());
        }

        return text;
    }
}
