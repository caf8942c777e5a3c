using BigBiGan.Dsl.Spec.Model;
using BigBiGan.Dsl.Spec.Resolution;

namespace BigBiGan.Dsl.Spec.Checks;

/// <summary>Everything that must hold before a plan has a meaning. All checks run, whatever the others found.</summary>
internal static class PlanChecks
{
    private static readonly Action<Variant, VariantFindings>[] All =
    [
        BlockChecks.Generator,
        BlockChecks.Trunk,
        GeneratorChecks.LatentChunks,
        GeneratorChecks.Size,
        TrunkChecks.Size,
        EncoderChecks.Image,
        EncoderChecks.Stages,
        EncoderChecks.ReversibleChannels,
        EncoderChecks.ReversibleDepth,
        EncoderChecks.ReversiblePrecision,
        ObjectiveChecks.Posterior,
        ObjectiveChecks.Scores,
        ObjectiveChecks.Trained,
        ObjectiveChecks.Regression,
        ObjectiveChecks.Labels,
        ObjectiveChecks.Weights,
        TrainingChecks.Shift,
        TrainingChecks.Crop,
        TrainingChecks.Average,
        TrainingChecks.Precision,
        TrainingChecks.MicroBatches,
    ];

    public static void Run(Variant variant, VariantFindings findings)
    {
        foreach (var check in All)
        {
            check(variant, findings);
        }
    }
}
