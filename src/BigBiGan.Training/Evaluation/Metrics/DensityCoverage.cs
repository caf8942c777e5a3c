using BigBiGan.Training.Evaluation.Solvers;

namespace BigBiGan.Training.Evaluation.Metrics;

/// <summary>
/// Density and coverage of samples (Naeem et al., 2020), both by the balls of real images alone, so that a stray sample with a wide ball of its own
/// makes neither better.
/// </summary>
/// <param name="Density">sum over samples of the real balls around each / (k M): about 1 for real images in the samples' place, and without a bound.</param>
/// <param name="Coverage">The share of real balls that hold a sample, from 0 to 1.</param>
public sealed record DensityCoverage(double Density, double Coverage)
{
    /// <summary>Both numbers.</summary>
    public static DensityCoverage Of(NeighbourBalls balls) => new(
        balls.RealBallsAroundSamples.Sum(around => (long)around) / ((double)balls.K * balls.RealBallsAroundSamples.Count),
        (double)balls.RealBallsWithSamples / balls.Real);
}
