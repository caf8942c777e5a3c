using BigBiGan.Dsl.Generator.Reading;
using BigBiGan.Dsl.Spec.Compilation;
using BigBiGan.Dsl.Spec.Resolution;
using BigBiGan.Dsl.Spec.Text;

namespace BigBiGan.Dsl.Generator.Networks;

/// <summary>A spec's variant and plan, or its problems, with what deciding about its classes needs.</summary>
/// <param name="DeclaredName">What <c>variant:</c> says, also where the spec has problems; null in a part.</param>
internal sealed record CompiledVariant(
    string SpecFile, string? DeclaredName, int Depth, CompiledSpec Spec, NetworkSignatures? Signatures, string SpecHash)
{
    /// <summary>As if it had a problem, where it uses a class that cannot be used: that is told in the layer's file.</summary>
    public CompiledVariant Without(EquatableArray<string> faultyClasses) =>
        faultyClasses.Count > 0 && Spec.Variant is { } variant && variant.Layers.Any(layer => faultyClasses.Contains(layer.Class))
            ? this with { Spec = Spec with { Variant = null, Plan = null }, Signatures = null }
            : this;

    public static CompiledVariant From(SpecChain chain)
    {
        try
        {
            return Compile(chain);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // a generator never throws: our own fault becomes a problem of the spec that brought it to light
            var problem = InternalFault.Of(chain.Own.Path, fault);
            return new CompiledVariant(
                chain.Own.Path, chain.Own.VariantName, chain.Files.Count, new CompiledSpec(null, null, EquatableArray.Of(problem)), null, "");
        }
    }

    private static CompiledVariant Compile(SpecChain chain)
    {
        var spec = SpecCompiler.Compile(chain);
        return spec is { Variant: { } variant, Plan: { } plan }
            ? new CompiledVariant(
                chain.Own.Path, chain.Own.VariantName, chain.Files.Count, spec, NetworkSignatures.Of(variant, plan), Dsl.Spec.Canonical.SpecHash.Of(variant))
            : new CompiledVariant(chain.Own.Path, chain.Own.VariantName, chain.Files.Count, spec, null, "");
    }
}
