using BigBiGan.Dsl.Generator.Code;
using BigBiGan.Dsl.Generator.Networks;

namespace BigBiGan.Dsl.Generator.Emission;

/// <summary>The class of one network, whichever it is.</summary>
internal static class NetworkEmitter
{
    private static readonly OwnedNetworks[] Shown =
        [OwnedNetworks.Generator, OwnedNetworks.Encoder, OwnedNetworks.Discriminator, OwnedNetworks.F, OwnedNetworks.H, OwnedNetworks.J];

    /// <summary>The networks that a variant has, in the order in which a file shows them.</summary>
    public static IEnumerable<(OwnedNetworks Role, NetworkClass Class)> Roles(NetworkNames names) =>
        new (OwnedNetworks Role, NetworkClass? Class)[]
        {
            (OwnedNetworks.Generator, names.Generator),
            (OwnedNetworks.Encoder, names.Encoder),
            (OwnedNetworks.Discriminator, names.Discriminator),
            (OwnedNetworks.F, names.F),
            (OwnedNetworks.H, names.H),
            (OwnedNetworks.J, names.J),
        }.Where(one => one.Class is not null).Select(one => (one.Role, one.Class!));

    /// <summary>Where a network of this role stands in a file.</summary>
    public static int Order(OwnedNetworks role) => Array.IndexOf(Shown, role);

    /// <param name="role">One of those that the variant has.</param>
    /// <param name="source">Of the variant; the names of F, H and J are read for D.</param>
    public static void Emit(CodeWriter code, OwnedNetworks role, string className, VariantSource source)
    {
        var (plan, tensors) = (source.Plan, source.Tensors);
        switch (role)
        {
            case OwnedNetworks.Generator:
                GeneratorEmitter.Emit(code, className, plan.Generator, tensors);
                break;
            case OwnedNetworks.Encoder:
                EncoderEmitter.Emit(code, className, plan.Encoder!, source.Variant.Encoder!.Posterior, tensors);
                break;
            case OwnedNetworks.Discriminator:
                DiscriminatorEmitter.Emit(code, className, plan, plan.Scores!, source.Names, tensors);
                break;
            case OwnedNetworks.F:
                TrunkEmitter.Emit(code, className, plan.F!);
                break;
            case OwnedNetworks.H:
                MlpEmitter.Emit(code, className, plan.H!);
                break;
            case OwnedNetworks.J:
                MlpEmitter.Emit(code, className, plan.J!);
                break;
        }
    }
}
