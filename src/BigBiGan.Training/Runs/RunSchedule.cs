namespace BigBiGan.Training.Runs;

/// <summary>What happens beside the steps of a run. No weight depends on it. What is null was not asked for.</summary>
/// <param name="SaveEvery">Steps from one checkpoint to the next; by time where null.</param>
/// <param name="Keep">The newest checkpoints that stay; two where null.</param>
/// <param name="EvaluateEvery">Steps from one evaluation along the way to the next, 0 for none; the spec's where null.</param>
/// <param name="Best">The metric whose best checkpoint stays; <c>frechet</c> where null.</param>
/// <param name="Patience">The run ends when so many evaluations in a row were no better than the best; never where null.</param>
/// <param name="StopOnCollapse">Whether a run that has collapsed ends as one that failed; it is told where null.</param>
public sealed record RunSchedule(
    long? SaveEvery = null, int? Keep = null, long? EvaluateEvery = null, string? Best = null, int? Patience = null, bool? StopOnCollapse = null)
{
    /// <summary>What was asked for here, else there.</summary>
    public RunSchedule Or(RunSchedule? other) => other is null ? this : new(
        SaveEvery ?? other.SaveEvery,
        Keep ?? other.Keep,
        EvaluateEvery ?? other.EvaluateEvery,
        Best ?? other.Best,
        Patience ?? other.Patience,
        StopOnCollapse ?? other.StopOnCollapse);
}
