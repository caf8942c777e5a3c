using BigBiGan.Training.Loop;

namespace BigBiGan.Training.Runs;

/// <summary>How a run is measured between its steps: what that is, a floor above knows.</summary>
/// <param name="Every">Steps from one evaluation to the next.</param>
/// <param name="Measure">Measures and draws the model as it is. It leaves all that training reads as it found it.</param>
/// <param name="Judge">Concludes from all evaluations so far, the last of which is new, and from whether the checkpoint of a step is still there.</param>
internal sealed record EvaluationHook(
    long Every, Func<EvaluationFound> Measure, Func<IReadOnlyList<EvaluationRecord>, Func<long, bool>, EvaluationVerdict> Judge);

/// <param name="Spread">As <see cref="EvaluationRecord.Spread"/>.</param>
/// <param name="Picture">A sheet of samples.</param>
internal sealed record EvaluationFound(IReadOnlyList<MetricRecord> Metrics, double Spread, string Picture);

/// <param name="Best">Of all evaluations whose checkpoints are there.</param>
/// <param name="Words">The last one, as a line.</param>
/// <param name="Stop">Why the run ends now; null where it goes on.</param>
internal sealed record EvaluationVerdict(BestCheckpoint Best, string Words, string? Stop);
