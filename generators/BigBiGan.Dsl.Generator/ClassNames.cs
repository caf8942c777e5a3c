using System.Collections.Immutable;
using BigBiGan.Dsl.Generator.Emission;
using BigBiGan.Dsl.Spec;
using Microsoft.CodeAnalysis.Diagnostics;

namespace BigBiGan.Dsl.Generator;

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

    public static string RootNamespaceOf(AnalyzerConfigOptions options) =>
        options.TryGetValue("build_property.RootNamespace", out var name) && name.Length > 0 ? name : "BigBiGanModels";

    /// <summary>The hand-written class of a spec, or the one in the namespace of the spec's folder: <c>small/fashion.yaml</c> -> <c>Models.Small.Fashion</c>.</summary>
    public VariantClass For(string specFile, string name)
    {
        foreach (var declared in Declared)
        {
            if (declared.Spec == specFile)
            {
                return declared.Class;
            }
        }

        var folders = specFile.Split('/');
        var parts = folders.Take(folders.Length - 1).Select(Pascal).Where(part => part.Length > 0);
        return new VariantClass(string.Join(".", new[] { RootNamespace }.Concat(parts)), name, "public");
    }

    /// <summary><c>small-grids</c> -> <c>SmallGrids</c>.</summary>
    private static string Pascal(string folder)
    {
        var words = folder.Split(folder.Where(c => !char.IsLetterOrDigit(c)).Distinct().ToArray());
        var name = string.Concat(words.Where(w => w.Length > 0).Select(w => char.ToUpperInvariant(w[0]) + w.Substring(1)));
        return name.Length > 0 && char.IsDigit(name[0]) ? "_" + name : name;
    }
}
