using BigBiGan.Dsl.Spec.Blocks;
using BigBiGan.Dsl.Spec.Diagnostics;
using BigBiGan.Dsl.Spec.Model;
using BigBiGan.Dsl.Spec.Planning;
using BigBiGan.Dsl.Spec.Resolution;
using BigBiGan.Dsl.Spec.Schema;

namespace BigBiGan.Dsl.Spec.Checks;

internal static class TrunkChecks
{
    public static void Size(Variant variant, VariantFindings findings)
    {
        var steps = ShapeInference.OfTrunk(variant)?.Steps ?? [];
        if (steps.FirstOrDefault(step => step.Kind.Resize == Resize.Halve && step.Input.Height % 2 != 0) is { } odd)
        {
            var halved = steps.TakeWhile(step => step != odd).Count(step => step.Kind.Resize == Resize.Halve);
            findings.Add(
                Rule.TrunkSize,
                $"`{odd.Path}`{findings.Tree.Origin(SpecKeys.TrunkBlocks.Path)} would halve {odd.Input.Height}x{odd.Input.Height}; "
                    + $"{findings.Tree.Says(SpecKeys.ImageSize)}, which halves {halved} times: expected fewer `{odd.Kind.Word}` blocks",
                SpecKeys.TrunkBlocks,
                SpecKeys.ImageSize);
        }
    }
}
