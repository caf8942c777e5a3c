using BigBiGan.Dsl.Generator.Classes;
using BigBiGan.Dsl.Generator.Code;
using BigBiGan.Dsl.Generator.Emission;
using BigBiGan.Dsl.Generator.Networks;
using BigBiGan.Dsl.Generator.Reading;
using BigBiGan.Dsl.Spec.Text;

namespace BigBiGan.Dsl.Generator.Pipeline;

/// <summary>A compiled spec with its class.</summary>
internal sealed record NamedVariant(CompiledVariant Compiled, VariantClass Class, string TensorNamespace)
{
    /// <summary>Null where the spec is a part and declares no class, and where its class would meet another type: even a stub could not stand there.</summary>
    public static NamedVariant? From(CompiledVariant compiled, ClassNames classes) =>
        compiled.DeclaredName is { } name
        && (classes.DeclaredFor(compiled.SpecFile) is not null || !compiled.Spec.Problems.Any(problem => problem.Rule.IsOfName))
        ? new NamedVariant(compiled, classes.For(compiled.SpecFile, name), classes.RootNamespace)
        : null;

    /// <summary>Null where the spec has problems.</summary>
    public NetworkClaim? Claim => Compiled.Signatures is { } signatures
        ? new NetworkClaim(Compiled.SpecFile, Compiled.Depth, Class, signatures)
        : null;

    /// <summary>Nothing but the class's name, for code that uses it.</summary>
    public ResolvedVariant Stub() => new(Compiled.SpecFile, Class, null);

    public ResolvedVariant Resolve(NetworkOwners owners) => new(
        Compiled.SpecFile,
        Class,
        Compiled.Spec is { Variant: { } variant, Plan: { } plan } && Claim is { } claim
            ? new VariantSource(variant, plan, owners.NamesFor(claim), Class, Compiled.SpecFile, TensorNamespace, Compiled.SpecHash)
            : null);
}

/// <summary>All that one emitted file depends on.</summary>
/// <param name="Source">Null where the spec has problems, or the project an old C#: then a stub is written.</param>
internal sealed record ResolvedVariant(string SpecFile, VariantClass Class, VariantSource? Source)
{
    public EmittedFile Emit()
    {
        var hint = HintName.Of(SpecFile);
        try
        {
            return new EmittedFile(hint, Source is null ? StubEmitter.Emit(Class, SpecFile) : VariantEmitter.Emit(Source), null);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            return new EmittedFile(hint, StubEmitter.Emit(Class, SpecFile), InternalFault.Of(SpecFile, fault));
        }
    }

    /// <summary>What the files that all variants share need to know of this one; null for a stub.</summary>
    public VariantSummary? Summary => Source is null
        ? null
        : new VariantSummary(
            new ListedVariant(SpecFile, Class.FullName),
            TensorTypes.Of(Source.Variant).ToEquatableArray(),
            ListedLayer.Of(Source.Plan).ToEquatableArray());
}
