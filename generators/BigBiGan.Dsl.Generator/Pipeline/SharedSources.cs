using System.Collections.Immutable;
using BigBiGan.Dsl.Generator.Classes;
using BigBiGan.Dsl.Generator.Emission;
using BigBiGan.Dsl.Spec.Text;
using Microsoft.CodeAnalysis;

namespace BigBiGan.Dsl.Generator.Pipeline;

/// <summary>The tensor types and the list of variants; value-equal, so that they are rewritten only when they change.</summary>
internal sealed record SharedSources(
    string RootNamespace, EquatableArray<TensorType> Tensors, EquatableArray<ListedVariant> Variants, EquatableArray<ListedLayer> Layers)
{
    public static SharedSources From(ImmutableArray<VariantSummary?> summaries, ClassNames classes) => new(
        classes.RootNamespace,
        summaries.SelectMany(s => s!.Tensors).Distinct().OrderBy(t => t.Kind).ThenBy(t => t.Colours).ThenBy(t => t.Size).ToEquatableArray(),
        summaries.Select(s => s!.Listed).OfType<ListedVariant>().OrderBy(v => v.SpecFile, StringComparer.Ordinal).ToEquatableArray(),
        summaries.SelectMany(s => s!.Layers).Distinct().OrderBy(layer => layer.ToString(), StringComparer.Ordinal).ToEquatableArray());

    public void AddTo(SourceProductionContext output)
    {
        output.AddSource("Tensors.g.cs", TensorTypes.Emit(Tensors, RootNamespace));
        output.AddSource("Variants.g.cs", VariantListEmitter.Emit(Variants, Layers, RootNamespace));
    }
}
