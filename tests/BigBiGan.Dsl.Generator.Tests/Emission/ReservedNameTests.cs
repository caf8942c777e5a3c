using BigBiGan.Dsl.Generator.Tests.Harness;
using BigBiGan.Dsl.Spec;
using BigBiGan.Dsl.Spec.Rules;
using BigBiGan.Dsl.Spec.Tests;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace BigBiGan.Dsl.Generator.Tests.Emission;

/// <summary>A class cannot bear the name of a member of its own, and one that hides a type which generated code calls by its short name breaks that code.</summary>
public sealed class ReservedNameTests
{
    [Fact]
    public void A_name_that_the_generated_code_uses_otherwise_is_refused()
    {
        var compilation = Generation.Of([
            ("a.yaml", Samples.Fashion), ("large.yaml", Samples.Base), ("bf.yaml", Samples.Fashion.With("variant: Fashion", "variant: BFloat").With("training:\n", "training:\n  precision: bfloat16\n")), ("b.yaml", Samples.PlainGan), ("c.yaml", Samples.Labelled), ("d.yaml", Samples.BiGan), ("e.yaml", Samples.Autoencoder), ("f.yaml", Samples.LatentRegressor),
            ("g.yaml", Samples.Fashion.With("variant: Fashion", "variant: RevNet").With("family: resnet", "family: revnet, memory: reversible")),
        ]).Output;
        var used = compilation.SyntaxTrees.SelectMany(tree => Used(tree, compilation.GetSemanticModel(tree))).Distinct().Order(StringComparer.Ordinal).ToList();
        Assert.Contains("Generator", used);
        Assert.Contains("Tensor", used);
        var free = string.Join(", ", used.Where(name => char.IsUpper(name[0]) && !IsRefused(name)));
        Assert.True(free.Length == 0, free);
    }

    private static IEnumerable<string> Used(SyntaxTree tree, SemanticModel model)
    {
        var nodes = tree.GetRoot().DescendantNodes().ToList();
        var members = nodes.OfType<ClassDeclarationSyntax>().Select(syntax => model.GetDeclaredSymbol(syntax)!)
            .Where(type => type.BaseType?.Name == "VariantModel").SelectMany(type => type.GetMembers()).Where(member => member.CanBeReferencedByName);
        var types = nodes.OfType<SimpleNameSyntax>()
            .Where(name => name.Parent is not (QualifiedNameSyntax or AliasQualifiedNameSyntax) && !(name.Parent is MemberAccessExpressionSyntax access && access.Name == name))
            .Select(name => model.GetSymbolInfo(name).Symbol is IMethodSymbol { MethodKind: MethodKind.Constructor } made ? made.ContainingType : model.GetSymbolInfo(name).Symbol)
            .OfType<INamedTypeSymbol>().Where(type => type.ContainingAssembly.Name != "Lab");
        return members.Concat(types).Select(symbol => symbol.Name);
    }

    private static bool IsRefused(string name) => SpecSet.Read([("x.yaml", Samples.Fashion.With("variant: Fashion", "variant: " + name))]).Problems.Any(placed => placed.Problem.Rule == Rule.NameTwice);
}
