namespace BigBiGan.Training.Evaluation;

/// <summary>What an evaluation found, each number beside its baselines.</summary>
public sealed record EvaluationReport(IReadOnlyList<Measurement> Measurements)
{
    /// <summary>Null where the metric was not measured: a plain GAN has no probe.</summary>
    public double? Find(string metric, Subject subject) =>
        Measurements.FirstOrDefault(m => m.Metric == metric && m.Subject == subject)?.Value;

    /// <summary>Both reports' numbers, as of a model and of its baselines.</summary>
    public EvaluationReport And(EvaluationReport other) => new([.. Measurements, .. other.Measurements]);
}
