using BigBiGan.Dsl.Spec.Text;

namespace BigBiGan.Dsl.Generator.Emission;

/// <summary>What the files that all variants share need to know of one.</summary>
/// <param name="Listed">Null for the variants that only a grid has, which are one summary.</param>
internal sealed record VariantSummary(ListedVariant? Listed, EquatableArray<TensorType> Tensors, EquatableArray<ListedLayer> Layers);
