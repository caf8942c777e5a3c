using BigBiGan.Dsl.Spec.Layers;
using BigBiGan.Dsl.Spec.Model;

namespace BigBiGan.Dsl.Spec.Planning;

/// <summary>From what a variant is to what its networks are made of.</summary>
public static class Planner
{
    /// <summary>The layers of every network. The variant has passed all checks; the plan of another has no meaning.</summary>
    public static VariantPlan Plan(Variant variant)
    {
        var (f, h, j) = variant.Discriminator is { } discriminator ? Discriminator(variant, discriminator) : (null, null, null);
        return new VariantPlan(
            GeneratorPlan.Plan(variant),
            variant.Encoder is { } encoder ? EncoderPlan.Plan(encoder, variant.Image, variant.Latent.Size, variant.Training.Precision) : null,
            f,
            h,
            j,
            variant.Discriminator is null ? null : DiscriminatorPlan.Scores(variant, f, h, j),
            ObjectivePlan.Of(variant, f));
    }

    private static (NetworkPlan? F, NetworkPlan? H, NetworkPlan? J) Discriminator(Variant variant, DiscriminatorSpec spec)
    {
        if (spec.Mlp is { } mlp)
        {
            var image = Shape.Image(variant.Image.Colours, variant.Image.Size);
            return variant.Objective.Scores.Joint
                ? (null, null, DensePlan.J(mlp, image, variant.Latent.Size))
                : (DensePlan.F(mlp, image), null, null);
        }

        var f = DiscriminatorPlan.F(variant, spec.F!);
        var h = spec.H is { } latent ? DiscriminatorPlan.Mlp(NetworkRole.H, variant.Latent.Size, latent) : null;
        var j = spec.J is { } joint && h is not null ? DiscriminatorPlan.Mlp(NetworkRole.J, f.Output.Channels + h.Output.Channels, joint) : null;
        return (f, h, j);
    }
}
