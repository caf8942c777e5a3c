using BigBiGan.Dsl.Spec.Blocks;
using BigBiGan.Dsl.Spec.Diagnostics;
using BigBiGan.Dsl.Spec.Model;
using BigBiGan.Dsl.Spec.Resolution;
using BigBiGan.Dsl.Spec.Schema;
using BigBiGan.Dsl.Spec.Yaml;

namespace BigBiGan.Dsl.Spec.Checks;

internal static class EncoderChecks
{
    /// <summary>D sees E's crop after average pooling of 1x1, 2x2 or 4x4.</summary>
    public static void Image(Variant variant, VariantFindings findings)
    {
        var size = variant.Image.Size;
        if (variant.Encoder is { } encoder && encoder.Image != size && encoder.Image != 2 * size && encoder.Image != 4 * size)
        {
            findings.Add(
                Rule.EncoderImage,
                $"{SaysImage(encoder, findings.Tree)}, but {findings.Tree.Says(SpecKeys.ImageSize)}; "
                    + $"expected {size}, {2 * size} or {4 * size}, which pool down to D's size",
                SpecKeys.EncoderImage,
                SpecKeys.ImageSize);
        }
    }

    public static void Stages(Variant variant, VariantFindings findings)
    {
        if (variant.Encoder is not { Backbone: { } backbone } encoder)
        {
            return;
        }

        var shrink = backbone.Stem switch { StemKind.ImageNet => 4, StemKind.Small => 1 };
        var least = shrink << (backbone.Depth.Count - 1);
        if (encoder.Image < least)
        {
            var mend = backbone.Stem == StemKind.ImageNet ? ", fewer stages or `stem: small`" : " or fewer stages";
            findings.Add(
                Rule.EncoderSize,
                $"{SaysImage(encoder, findings.Tree)}; the stem{findings.Tree.Given(SpecKeys.BackboneStem.Path)} divides it by {shrink} "
                    + $"and {backbone.Depth.Count} stages{findings.Tree.Given(SpecKeys.BackboneDepth.Path)} halve it {backbone.Depth.Count - 1} times: "
                    + $"expected at least {least} px{mend}",
                SpecKeys.EncoderImage,
                SpecKeys.BackboneDepth,
                SpecKeys.BackboneStem,
                SpecKeys.ImageSize);
        }
    }

    /// <summary>A unit works on half of the channels through a quarter of those.</summary>
    public static void ReversibleChannels(Variant variant, VariantFindings findings)
    {
        if (variant.Encoder is { Backbone: { Family: BackboneFamily.RevNet } backbone } && backbone.Channels * backbone.Width % 2 != 0)
        {
            findings.Add(
                Rule.ReversibleChannels,
                $"{findings.Tree.Says(SpecKeys.BackboneChannels)} and {findings.Tree.Says(SpecKeys.BackboneWidth)}, "
                    + $"so a RevNet's first stage has {4 * backbone.Channels * backbone.Width} channels; expected a multiple of 8: an even `channels`",
                SpecKeys.BackboneChannels,
                SpecKeys.BackboneWidth,
                SpecKeys.BackboneFamily);
        }
    }

    public static void ReversibleDepth(Variant variant, VariantFindings findings)
    {
        if (variant.Encoder is { Backbone.Family: BackboneFamily.RevNet } && findings.Tree.Find(SpecKeys.BackboneDepth) is ScalarNode { Text: "101" })
        {
            findings.Add(
                Rule.BackboneDepth,
                $"`{SpecKeys.BackboneDepth.Path}` is `101`{findings.Tree.Origin(SpecKeys.BackboneDepth.Path)}, "
                    + $"but {findings.Tree.Says(SpecKeys.BackboneFamily)}; expected 50 or a list of units per stage",
                SpecKeys.BackboneDepth,
                SpecKeys.BackboneFamily);
        }
    }

    /// <summary>x1 = y2 - B(x2) loses a bit of its eight at every unit, and the gradients with it.</summary>
    public static void ReversiblePrecision(Variant variant, VariantFindings findings)
    {
        if (variant is { Encoder.Backbone.Memory: MemoryKind.Reversible, Training.Precision: Precision.BFloat16 })
        {
            findings.Add(
                Rule.ReversiblePrecision,
                $"{findings.Tree.Says(SpecKeys.Memory)} and {findings.Tree.Says(SpecKeys.Precision)}; "
                    + "what is calculated again would drift from unit to unit: expected `memory: stored` or `precision: float32`",
                SpecKeys.Memory,
                SpecKeys.Precision);
        }
    }

    private static string SaysImage(EncoderSpec encoder, ResolvedTree tree) =>
        tree.Find(SpecKeys.EncoderImage) is null
            ? $"`{SpecKeys.EncoderImage.Path}` is `{encoder.Image}` (the default: `image.size`)"
            : tree.Says(SpecKeys.EncoderImage);
}
