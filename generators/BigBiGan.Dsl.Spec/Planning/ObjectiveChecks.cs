using BigBiGan.Dsl.Spec.Resolution;
using BigBiGan.Dsl.Spec.Rules;
using BigBiGan.Dsl.Spec.Schema;

namespace BigBiGan.Dsl.Spec.Planning;

internal static class ObjectiveChecks
{
    /// <summary>E must be able to reach all of the prior and nothing outside it.</summary>
    public static void Posterior(Variant variant, VariantFindings findings)
    {
        var mend = (variant.Latent.Prior, variant.Encoder?.Posterior) switch
        {
            (PriorKind.Uniform, PosteriorKind.Gaussian) => "a gaussian leaves U(-1, 1): expected `tanh` or `point`",
            (PriorKind.Normal, PosteriorKind.Tanh) => "tanh never leaves (-1, 1): expected `gaussian` or `point`, or `prior: uniform`",
            _ => null,
        };
        if (mend is not null)
        {
            findings.Add(
                Rule.Posterior,
                $"{findings.Tree.Says(SpecKeys.Posterior)}, but {findings.Tree.Says(SpecKeys.LatentPrior)}; {mend}",
                SpecKeys.Posterior,
                SpecKeys.LatentPrior);
        }
    }

    public static void Scores(Variant variant, VariantFindings findings)
    {
        var tree = findings.Tree;
        if (variant.Encoder is null && variant.Objective != new ObjectiveSpec(X: true, Z: false, Joint: false))
        {
            findings.Add(Rule.Scores, $"{tree.Says(SpecKeys.Scores)}, but there is no encoder, and so no z to score; expected `[x]`", SpecKeys.Scores, SpecKeys.Encoder);
        }

        // s_x and s_z alone would train G and E without ever pairing an image with its latent.
        if (variant.Encoder is not null && !variant.Objective.Joint)
        {
            findings.Add(Rule.Scores, $"{tree.Says(SpecKeys.Scores)}; only `xz` pairs images with latents and trains J: expected it among the scores, or `encoder: none`", SpecKeys.Scores, SpecKeys.Encoder);
        }
    }

    public static void Shift(Variant variant, VariantFindings findings)
    {
        var size = variant.Encoder?.Image ?? variant.Image.Size;
        if (variant.Training.Augmentation.Shift >= size)
        {
            findings.Add(Rule.Augmentation, $"{findings.Tree.Says(SpecKeys.Shift)}; images of {size} px would be moved out of sight: expected less than {size}", SpecKeys.Shift, SpecKeys.EncoderImage, SpecKeys.ImageSize);
        }
    }
}
