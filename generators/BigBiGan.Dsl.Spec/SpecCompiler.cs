using BigBiGan.Dsl.Spec.Planning;
using BigBiGan.Dsl.Spec.Resolution;
using BigBiGan.Dsl.Spec.Rules;

namespace BigBiGan.Dsl.Spec;

/// <summary>All stages after reading, for one spec.</summary>
public static class SpecCompiler
{
    /// <summary>Resolves, binds, checks and plans. Problems are those of the chain's own file only, its reading included.</summary>
    public static CompiledSpec Compile(SpecChain chain)
    {
        throw new NotImplementedException();
    }
}

/// <param name="Variant">Null for a part, and where there are problems.</param>
/// <param name="Plan">Null exactly where <paramref name="Variant"/> is.</param>
/// <param name="Problems">Everything that is wrong with this file; a fault in a base is reported at the base.</param>
public sealed record CompiledSpec(Variant? Variant, VariantPlan? Plan, EquatableArray<Problem> Problems);
