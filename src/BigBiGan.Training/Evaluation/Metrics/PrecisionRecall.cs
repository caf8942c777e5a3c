using BigBiGan.Training.Evaluation.Solvers;

namespace BigBiGan.Training.Evaluation.Metrics;

/// <summary>Precision and recall of samples (Kynkaanniemi et al., 2019): whether the balls around one kind of images hold those of the other.</summary>
/// <param name="Precision">The share of samples within some real image's ball, from 0 to 1.</param>
/// <param name="Recall">The share of real images within some sample's ball, from 0 to 1.</param>
public sealed record PrecisionRecall(double Precision, double Recall)
{
    /// <summary>The two shares.</summary>
    public static PrecisionRecall Of(NeighbourBalls balls) => new(
        balls.RealBallsAroundSamples.Count(around => around > 0) / (double)balls.RealBallsAroundSamples.Count,
        (double)balls.RealInSampleBalls / balls.Real);
}
