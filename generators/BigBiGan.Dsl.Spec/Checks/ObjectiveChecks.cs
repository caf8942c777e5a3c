using BigBiGan.Dsl.Spec.Diagnostics;
using BigBiGan.Dsl.Spec.Model;
using BigBiGan.Dsl.Spec.Objectives;
using BigBiGan.Dsl.Spec.Resolution;
using BigBiGan.Dsl.Spec.Schema;

namespace BigBiGan.Dsl.Spec.Checks;

internal static class ObjectiveChecks
{
    /// <summary>E must be able to reach all of the prior and nothing outside it.</summary>
    public static void Posterior(Variant variant, VariantFindings findings)
    {
        var mend = variant.Encoder?.Posterior.Misfit(variant.Latent.Prior);
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
        if (variant.Discriminator is not { } discriminator)
        {
            return;
        }

        var (tree, scores) = (findings.Tree, variant.Objective.Scores);
        if (variant.Encoder is null && scores != new ScoresSpec(X: true, Z: false, Joint: false))
        {
            findings.Add(
                Rule.Scores,
                $"{tree.Says(SpecKeys.Scores)}, but there is no encoder, and so no z to score; expected `[x]`",
                SpecKeys.Scores,
                SpecKeys.Encoder);
        }
        else if (discriminator.Mlp is not null && scores is not ({ X: true, Z: false, Joint: false } or { X: false, Z: false, Joint: true }))
        {
            findings.Add(
                Rule.Scores,
                $"{tree.Says(SpecKeys.Scores)}, but `discriminator.mlp` gives one score, of x or of [x, z]; expected `[x]` or `[xz]`",
                SpecKeys.Scores,
                SpecKeys.DiscriminatorMlpLayers);
        }
        else if (scores.Z && !scores.Joint)
        {
            // s_x and s_z alone would train G and E without ever pairing an image with its latent.
            findings.Add(
                Rule.Scores,
                $"{tree.Says(SpecKeys.Scores)}; only `xz` pairs images with latents and trains J: expected it among the scores, or `encoder: none`",
                SpecKeys.Scores,
                SpecKeys.Encoder);
        }
    }

    /// <summary>Every network has a loss that reaches it.</summary>
    public static void Trained(Variant variant, VariantFindings findings)
    {
        var objective = variant.Objective;
        var tree = findings.Tree;
        if (variant.Encoder is not null
            && !objective.Scores.Joint && !objective.Scores.Z
            && objective.Regression == RegressionKind.None && objective.Reconstruction == ReconstructionError.None)
        {
            findings.Add(
                Rule.Untrained,
                variant.Discriminator is null
                    ? "nothing trains E; expected `objective: { reconstruction: l2 }`, or a discriminator"
                    : $"{tree.Says(SpecKeys.Scores)}; nothing trains E: expected `xz` among the scores, a `regression`, a `reconstruction` or `encoder: none`",
                SpecKeys.Scores,
                SpecKeys.Discriminator,
                SpecKeys.Encoder);
        }
        else if (variant.Discriminator is null && objective.Reconstruction == ReconstructionError.None)
        {
            findings.Add(
                Rule.Untrained, "nothing trains G without a discriminator; expected `objective: { reconstruction: l2 }`", SpecKeys.Discriminator);
        }
    }

    /// <summary>E must be able to give z back, and must take G's image as it is.</summary>
    public static void Regression(Variant variant, VariantFindings findings)
    {
        if (variant.Encoder is not { } encoder || variant.Objective.Regression == RegressionKind.None)
        {
            return;
        }

        var tree = findings.Tree;
        var expected = variant.Latent.Prior.Regressed;
        if (encoder.Posterior != expected)
        {
            findings.Add(
                Rule.Regression,
                $"{tree.Says(SpecKeys.Regression)} and {tree.Says(SpecKeys.LatentPrior)}, but {tree.Says(SpecKeys.Posterior)}; "
                    + $"expected `{expected}`, whose z is regressed by {variant.Latent.Prior.RegressionText}",
                SpecKeys.Posterior,
                SpecKeys.Regression);
        }

        if (encoder.Image != variant.Image.Size)
        {
            findings.Add(
                Rule.Regression,
                $"{tree.Says(SpecKeys.Regression)}, but {tree.Says(SpecKeys.EncoderImage)} where {tree.Says(SpecKeys.ImageSize)}; "
                    + $"E reads G's images here: expected {variant.Image.Size}",
                SpecKeys.EncoderImage,
                SpecKeys.Regression);
        }
    }

    /// <summary>Labels choose G's rows and D's projection: both must be there, and no E, which would not know them.</summary>
    public static void Labels(Variant variant, VariantFindings findings)
    {
        if (variant.Labels is null)
        {
            return;
        }

        (bool Wrong, string Because, Key Culprit)[] reasons =
        [
            (variant.Encoder is not null, "there is an encoder, which labels do not reach: expected `encoder: none`", SpecKeys.Encoder),
            (variant.Generator.Conv is null, "`generator.mlp` has no row for them: expected `generator.channels`", SpecKeys.GeneratorMlpLayers),
            (variant.Discriminator?.F is null, "there is no F to project them on: expected `discriminator.F`", SpecKeys.DiscriminatorMlpLayers),
        ];
        foreach (var (_, because, culprit) in reasons.Where(reason => reason.Wrong).Take(1))
        {
            findings.Add(Rule.Labels, $"`labels`{findings.Tree.Origin("labels")} are given, but {because}", SpecKeys.LabelClasses, culprit);
        }
    }

    /// <summary>A factor of a term that the objective does not have.</summary>
    public static void Weights(Variant variant, VariantFindings findings)
    {
        var objective = variant.Objective;
        (Key Key, bool Used, string Term)[] weights =
        [
            (SpecKeys.WeightX, objective.Scores.X, "score `x`"),
            (SpecKeys.WeightZ, objective.Scores.Z, "score `z`"),
            (SpecKeys.WeightJoint, objective.Scores.Joint, "score `xz`"),
            (SpecKeys.WeightRegression, objective.Regression != RegressionKind.None, "`regression`"),
            (SpecKeys.WeightReconstruction, objective.Reconstruction != ReconstructionError.None, "`reconstruction`"),
        ];
        foreach (var (key, _, term) in weights.Where(weight => !weight.Used && findings.Tree.Find(weight.Key) is not null))
        {
            findings.Add(Rule.UnusedKey, $"{findings.Tree.Says(key)}, but the objective has no {term}; remove it", key);
        }
    }
}
