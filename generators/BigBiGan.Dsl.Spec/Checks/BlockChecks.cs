using BigBiGan.Dsl.Spec.Blocks;
using BigBiGan.Dsl.Spec.Model;
using BigBiGan.Dsl.Spec.Planning;
using BigBiGan.Dsl.Spec.Resolution;
using BigBiGan.Dsl.Spec.Schema;

namespace BigBiGan.Dsl.Spec.Checks;

/// <summary>Each block of G and F at the place where it stands, by the rule of its kind.</summary>
internal static class BlockChecks
{
    public static void Generator(Variant variant, VariantFindings findings) => Check(ShapeInference.OfGenerator(variant), findings);

    public static void Trunk(Variant variant, VariantFindings findings) => Check(ShapeInference.OfTrunk(variant), findings);

    private static void Check(ShapeInference? blocks, VariantFindings findings)
    {
        foreach (var step in blocks?.Steps ?? [])
        {
            if (step.Kind.Fault(step.Place) is { } fault)
            {
                var because = fault.Cause == BlockCause.Channels ? $", where {findings.Tree.Says(blocks!.Unit)}" : "";
                var mend = fault.Mend.Length > 0 ? $"; {fault.Mend}" : "";
                findings.Add(
                    fault.Rule,
                    $"`{step.Path}`{findings.Tree.Origin(blocks!.Key.Path)} {fault.Text}{because}{mend}",
                    blocks.Key,
                    fault.Cause == BlockCause.Size ? SpecKeys.ImageSize : blocks.Unit);
            }
        }
    }
}
