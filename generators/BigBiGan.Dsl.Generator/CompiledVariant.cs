using BigBiGan.Dsl.Spec;
using BigBiGan.Dsl.Spec.Resolution;

namespace BigBiGan.Dsl.Generator;

/// <summary>A spec's variant and plan, or its problems, with what deciding about its classes needs.</summary>
/// <param name="DeclaredName">What <c>variant:</c> says, also where the spec has problems; null in a part.</param>
internal sealed record CompiledVariant(
    string SpecFile, string? DeclaredName, int Depth, CompiledSpec Spec, NetworkSignatures? Signatures, string SpecHash)
{
    public static CompiledVariant From(SpecChain chain)
    {
        var spec = SpecCompiler.Compile(chain);
        return spec is { Variant: { } variant, Plan: { } plan }
            ? new CompiledVariant(chain.Own.Path, chain.Own.VariantName, chain.Files.Count, spec, NetworkSignatures.Of(variant, plan), Dsl.Spec.SpecHash.Of(variant))
            : new CompiledVariant(chain.Own.Path, chain.Own.VariantName, chain.Files.Count, spec, null, "");
    }
}
