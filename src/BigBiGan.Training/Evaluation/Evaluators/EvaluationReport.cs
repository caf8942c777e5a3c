using System.Globalization;
using BigBiGan.Training.Evaluation.Protocols;

namespace BigBiGan.Training.Evaluation.Evaluators;

/// <summary>What an evaluation found, each number beside its baselines.</summary>
public sealed record EvaluationReport(IReadOnlyList<Measurement> Measurements)
{
    /// <summary>A model that covers less than this part of what real images cover of one another is told.</summary>
    private const double LittleCoverage = 0.1;

    /// <summary>Null where the metric was not measured: a plain GAN has no probe.</summary>
    public double? Find(string metric, Subject subject) =>
        Measurements.FirstOrDefault(m => m.Metric == metric && m.Subject == subject)?.Value;

    /// <summary>
    /// A distance alone does not show it: in words, where the samples cover none or few of the real images; null where they cover
    /// them, or were not measured.
    /// </summary>
    public string? Collapse
    {
        get
        {
            if (Find("coverage", Subject.Model) is not { } coverage
                || Find("recall", Subject.Model) is not { } recall
                || coverage > LittleCoverage * (Find("coverage", Subject.Real) ?? 1))
            {
                return null;
            }

            return coverage == 0 && recall == 0
                ? "the samples cover nothing of the real images (coverage and recall are 0): G has collapsed or diverged, or has hardly been trained"
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"the samples cover {100 * coverage:0.#} % of the real images (recall {recall:0.000}): G has collapsed, or has hardly been trained");
        }
    }

    /// <summary>Both reports' numbers, as of a model and of its baselines.</summary>
    public EvaluationReport And(EvaluationReport other) => new([.. Measurements, .. other.Measurements]);
}
