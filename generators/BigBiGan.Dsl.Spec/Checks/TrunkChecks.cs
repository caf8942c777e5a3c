using BigBiGan.Dsl.Spec.Diagnostics;
using BigBiGan.Dsl.Spec.Model;
using BigBiGan.Dsl.Spec.Planning;
using BigBiGan.Dsl.Spec.Resolution;
using BigBiGan.Dsl.Spec.Schema;

namespace BigBiGan.Dsl.Spec.Checks;

internal static class TrunkChecks
{
    private const string Blocks = "discriminator.F.blocks";

    public static void Size(Variant variant, VariantFindings findings)
    {
        var steps = ShapeInference.OfTrunk(variant)?.Steps ?? [];
        if (steps.FirstOrDefault(step => step.Block.Kind == BlockKind.Down && step.Input.Height % 2 != 0) is { } odd)
        {
            var halved = steps.TakeWhile(step => step != odd).Count(step => step.Block.Kind == BlockKind.Down);
            findings.Add(
                Rule.TrunkSize,
                $"`{odd.Path}`{findings.Tree.Origin(Blocks)} would halve {odd.Input.Height}x{odd.Input.Height}; {findings.Tree.Says(SpecKeys.ImageSize)}, which halves {halved} times: expected fewer `down` blocks",
                SpecKeys.TrunkBlocks,
                SpecKeys.ImageSize);
        }
    }

    public static void Attention(Variant variant, VariantFindings findings)
    {
        if (ShapeInference.OfTrunk(variant) is not { } walk)
        {
            return;
        }

        GeneratorChecks.AttentionChannels(walk, findings);
        foreach (var step in walk.Steps.Where(step => step.Block.Kind == BlockKind.Attention && step.Input.Height == 1))
        {
            findings.Add(
                Rule.AttentionSize,
                $"`{step.Path}`{findings.Tree.Origin(Blocks)} attends on 1x1, and its keys are 2x2-pooled; expected it before the image is that small",
                SpecKeys.TrunkBlocks,
                SpecKeys.ImageSize);
        }
    }
}
