using BigBiGan.Dsl.Generator.Classes;
using BigBiGan.Dsl.Generator.Networks;
using BigBiGan.Dsl.Spec.Model;
using BigBiGan.Dsl.Spec.Planning;

namespace BigBiGan.Dsl.Generator.Emission;

/// <summary>All that one emitted file depends on; value-equal, so that an equal source is not written again.</summary>
/// <param name="SpecFile">The spec's path with ending, for the header.</param>
/// <param name="TensorNamespace">Where the typed tensors live.</param>
internal sealed record VariantSource(
    Variant Variant, VariantPlan Plan, NetworkNames Names, VariantClass Class, string SpecFile, string TensorNamespace, string SpecHash)
{
    public TensorNames Tensors => TensorNames.Of(Variant, TensorNamespace);
}
