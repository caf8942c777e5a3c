using BigBiGan.Training.Evaluation.Evaluators;

namespace BigBiGan.Training.Sessions;

/// <summary>What an evaluation of a run found and wrote.</summary>
/// <param name="Report">The numbers.</param>
/// <param name="Notes">What a reader of the numbers must know, in words.</param>
/// <param name="Pictures">Their files, in the run's folder.</param>
/// <param name="File"><c>metrics.json</c>, or a name beside it.</param>
/// <param name="Text">What stands in it, without its last line end.</param>
public sealed record EvaluationResult(EvaluationReport Report, IReadOnlyList<string> Notes, IReadOnlyList<string> Pictures, string File, string Text);
