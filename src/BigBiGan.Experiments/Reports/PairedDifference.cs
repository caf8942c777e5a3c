using MathNet.Numerics.Distributions;

namespace BigBiGan.Experiments.Reports;

/// <summary>
/// What a row has more than another, over the seeds that both were trained with: Student's paired t test, two-sided. Seeds that are
/// common take initialisation and data order out of the difference.
/// </summary>
/// <param name="Mean">Of the differences.</param>
/// <param name="Low">The lower end of the mean's 95 % interval.</param>
/// <param name="High">The upper end.</param>
/// <param name="P">How often a difference as large is seen where there is none, in [0, 1]. Of this one test: of twenty, one is below 0.05 by chance.</param>
/// <param name="Pairs">Common seeds.</param>
public sealed record PairedDifference(double Mean, double Low, double High, double P, int Pairs)
{
    private const double Level = 0.05;

    public bool IsSignificant => P < Level;

    /// <summary>Null for fewer than two differences, and where one is not a finite number: nothing can be said then.</summary>
    public static PairedDifference? Of(IReadOnlyCollection<double> differences)
    {
        if (Spread.Of(differences) is not { Deviation: { } deviation } spread || !double.IsFinite(deviation))
        {
            return null;
        }

        var error = deviation / Math.Sqrt(spread.Count);
        if (error == 0)
        {
            return new PairedDifference(spread.Mean, spread.Mean, spread.Mean, spread.Mean == 0 ? 1 : 0, spread.Count);
        }

        var freedom = spread.Count - 1;
        var half = StudentT.InvCDF(0, 1, freedom, 1 - (Level / 2)) * error;
        var p = 2 * StudentT.CDF(0, 1, freedom, -Math.Abs(spread.Mean / error));
        return new PairedDifference(spread.Mean, spread.Mean - half, spread.Mean + half, Math.Clamp(p, 0, 1), spread.Count);
    }
}
