namespace BigBiGan.Dsl.Spec.Planning;

/// <summary>From what a variant is to what its networks are made of.</summary>
public static class Planner
{
    /// <summary>The layers of every network. The variant has passed all checks; the plan of another has no meaning.</summary>
    public static VariantPlan Plan(Variant variant)
    {
        var discriminator = variant.Discriminator;
        var f = DiscriminatorPlan.F(variant);
        var h = discriminator.H is { } latent ? DiscriminatorPlan.Mlp(NetworkRole.H, variant.Latent.Size, latent) : null;
        var j = discriminator.J is { } joint && h is not null
            ? DiscriminatorPlan.Mlp(NetworkRole.J, f.Output.Channels + h.Output.Channels, joint)
            : null;
        return new VariantPlan(
            GeneratorPlan.Plan(variant),
            variant.Encoder is { } encoder ? EncoderPlan.Plan(encoder, variant.Image, variant.Latent.Size) : null,
            f,
            h,
            j,
            DiscriminatorPlan.Scores(variant.Objective, f, h, j));
    }
}
