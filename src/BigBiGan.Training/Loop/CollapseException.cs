namespace BigBiGan.Training.Loop;

/// <summary>A training has collapsed, and was to end then.</summary>
/// <param name="step">Steps done.</param>
/// <param name="found">What has happened, in words.</param>
internal sealed class CollapseException(long step, string found) : Exception($"training has collapsed by step {step}: {found}");
