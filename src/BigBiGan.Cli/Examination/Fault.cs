namespace BigBiGan.Cli.Examination;

/// <summary>Something of a machine that stands in a run's way.</summary>
/// <param name="Mend">What to do.</param>
/// <param name="IsGrave">Whether a run would fail, or be wrong; else it may be slow or may not repeat.</param>
internal sealed record Fault(string What, string Mend, bool IsGrave = true);
