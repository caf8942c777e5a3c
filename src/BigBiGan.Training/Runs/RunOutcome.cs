namespace BigBiGan.Training.Runs;

/// <summary>How the last sitting of a run ended; nothing stands there while one trains, or where it was interrupted.</summary>
/// <param name="End"><c>finished</c>, <c>stopped</c> (nothing had become better for long enough), <c>collapsed</c> or <c>diverged</c>.</param>
/// <param name="Step">Steps done.</param>
/// <param name="Message">For people.</param>
public sealed record RunOutcome(string End, long Step, string Message);
