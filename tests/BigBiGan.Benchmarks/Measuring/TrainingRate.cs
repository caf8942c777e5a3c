using BigBiGan.Dsl.Replicas;
using BigBiGan.Training.Loop;

namespace BigBiGan.Benchmarks.Measuring;

/// <summary>How fast the product's own loop trains.</summary>
internal static class TrainingRate
{
    /// <returns>Images per second: the median of the steps.</returns>
    /// <param name="uncounted">Of the steps, the first ones, which are not like the others.</param>
    /// <param name="replicas">Those that train with this one; null where it is alone.</param>
    public static double Of(TrainingState state, IBatchSource batches, int steps, int uncounted, Collective? replicas = null)
    {
        var rates = new List<double>();
        new Trainer(state, batches, replicas) { Log = record => rates.Add(record.ImagesPerSecond), Save = () => { }, LogEvery = 1 }
            .Run(new TrainingGoal(state.Step + steps));
        return Statistics.Median(rates.Skip(uncounted));
    }
}
