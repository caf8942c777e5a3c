using BigBiGan.Dsl.Generator.Tests.Harness;
using BigBiGan.Dsl.Spec.Diagnostics;
using BigBiGan.Dsl.Spec.Tests;
using BigBiGan.Dsl.Spec.Workspace;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace BigBiGan.Dsl.Generator.Tests.Emission;

/// <summary>A class cannot bear the name of a member of its own; any other name is free, whatever types of that name there are.</summary>
public sealed class ReservedNameTests
{
    private static readonly (string Path, string Text)[] EveryKind =
    [
        ("a.yaml", Samples.Fashion), ("large.yaml", Samples.Base), ("b.yaml", Samples.PlainGan), ("c.yaml", Samples.Labelled), ("d.yaml", Samples.BiGan),
        ("e.yaml", Samples.Autoencoder), ("f.yaml", Samples.LatentRegressor), ("stub.yaml", Samples.Fashion.With("variant: Fashion", "variant: Stub").With("size: 32 }", "size: 33 }")),
        ("bf.yaml", Samples.Fashion.With("variant: Fashion", "variant: BFloat").With("training:\n", "training:\n  precision: bfloat16\n")),
        ("g.yaml", Samples.Fashion.With("variant: Fashion", "variant: RevNet").With("family: resnet", "family: revnet, memory: reversible")),
        ("small/h.yaml", "variant: Small1\nextends: ../a\ntraining: { batch: 8 }\n"),
        ("grids/lab.yaml", "grid: Lab1\nvariants: [../a]\nseeds: [0]\ndata: fashion-mini\nproduct: { training.batch: [8, 16] }\n"),
    ];

    [Fact]
    public void A_name_of_a_member_is_refused()
    {
        var compilation = Generation.Of(EveryKind).Output;
        var members = compilation.SyntaxTrees
            .SelectMany(tree => tree.GetRoot().DescendantNodes().OfType<ClassDeclarationSyntax>().Select(syntax => compilation.GetSemanticModel(tree).GetDeclaredSymbol(syntax)).OfType<INamedTypeSymbol>())
            .Where(type => type.BaseType?.Name == "VariantModel").SelectMany(type => type.GetMembers()).Where(member => member.CanBeReferencedByName && char.IsUpper(member.Name[0]))
            .Select(member => member.Name).Distinct().Order(StringComparer.Ordinal).ToList();
        Assert.Contains("Generator", members);
        var free = string.Join(", ", members.Where(name => !IsRefused(name)));
        Assert.True(free.Length == 0, free);
    }

    [Fact]
    public void Generated_code_means_the_same_beside_types_of_any_name()
    {
        var names = LibraryNames("BigBiGan.Dsl", "BigBiGan.Dsl.Blocks", "BigBiGan.Dsl.Initialization", "BigBiGan.Dsl.Layers", "BigBiGan.Dsl.Objectives", "BigBiGan.Dsl.Randomness", "BigBiGan.Dsl.Typed", "TorchSharp", "System", "System.Collections.Generic").ToList();
        Assert.Contains("Tensor", names);
        Assert.Contains("Device", names);
        Assert.Contains("Initialize", names);
        Assert.True(names.Count > 300, $"only {names.Count} names");
        var classes = string.Concat(names.Select(name => $"internal sealed class {name};\n"));
        var members = string.Concat(names.Where(name => !IsRefused(name)).Select(name => $"private sealed class {name};\n"));
        string[] csharp =
        [
            $"namespace Lab {{ {classes} namespace Small {{ {classes} }} namespace Cells {{ {classes} namespace Lab1 {{ {classes} }} }} }}",
            classes,
            $"namespace Lab {{ [global::BigBiGan.Dsl.Variant(\"a.yaml\")] internal sealed partial class Fashion {{ {members} }} }}",
        ];
        var generation = Generation.Of(EveryKind, csharp);

        Assert.Empty(generation.CompilerErrors());
        Assert.Equal(
            Generation.Of(EveryKind).Result.GeneratedSources.Select(source => source.SourceText.ToString().Replace("public sealed partial class Fashion :", "internal sealed partial class Fashion :")),
            generation.Result.GeneratedSources.Select(source => source.SourceText.ToString()));
    }

    [Fact]
    public void A_variant_may_bear_the_name_of_any_type_of_the_library()
    {
        var names = LibraryNames("BigBiGan.Dsl", "BigBiGan.Dsl.Layers", "BigBiGan.Dsl.Typed").Where(name => name.All(char.IsAsciiLetterOrDigit) && !IsRefused(name)).ToList();
        Assert.Contains("Tensor", names);
        Assert.Contains("Network", names);
        var generation = Generation.Of([
            ("base.yaml", Samples.Fashion),
            .. names.Select((name, i) => ($"n{i}.yaml", $"variant: {name}\nextends: base\n")),
        ]);

        Assert.Empty(generation.Problems);
        Assert.Empty(generation.CompilerErrors());
    }

    /// <summary>The short names of all public types of namespaces; what <c>torch</c> holds is as good as a namespace.</summary>
    private static IEnumerable<string> LibraryNames(params string[] namespaces)
    {
        var compilation = Generation.Of(EveryKind).Output;
        var torch = compilation.GetTypeByMetadataName("TorchSharp.torch")!.GetTypeMembers();
        var spaces = namespaces.Select(Space);
        return torch.Concat(spaces.SelectMany(space => space.GetTypeMembers()))
            .Where(type => type is { DeclaredAccessibility: Accessibility.Public, ContainingAssembly.Name: not "Lab" })
            .Select(type => type.Name).Where(name => char.IsUpper(name[0]))
            .Distinct().Order(StringComparer.Ordinal);

        INamespaceSymbol Space(string name) => name.Split('.').Aggregate(compilation.GlobalNamespace, (space, part) => space.GetNamespaceMembers().Single(member => member.Name == part));
    }
    private static bool IsRefused(string name) => SpecSet.Read([("x.yaml", Samples.Fashion.With("variant: Fashion", "variant: " + name))]).Problems.Any(placed => placed.Problem.Rule == Rule.NameTwice);
}
