using BigBiGan.Dsl;
using BigBiGan.Training.Loop;

namespace BigBiGan.Benchmarks;

/// <summary>The losses of both precisions beside each other, from the same seed on the same batches.</summary>
internal static class LossCourse
{
    /// <summary>Means over the last <paramref name="last"/> steps, by loss.</summary>
    public static Dictionary<string, double> Of(VariantModel model, IBatchSource batches, int steps, int last)
    {
        using var state = new TrainingState(model);
        var sums = new Dictionary<string, double>();
        new Trainer(state, batches)
        {
            LogEvery = 1,
            SaveEvery = TimeSpan.MaxValue,
            Save = () => { },
            Log = record =>
            {
                if (record.Step > steps - last)
                {
                    foreach (var loss in record.Losses)
                    {
                        sums[loss.Players] = sums.GetValueOrDefault(loss.Players) + (loss.Value / last);
                    }
                }
            },
        }.Run(new TrainingGoal(steps));
        return sums;
    }
}
