namespace BigBiGan.Training.Runs;

/// <summary>The small half of a checkpoint, written after the tensors: where it is there, the checkpoint is whole.</summary>
/// <param name="Step">Whole steps done.</param>
/// <param name="Seconds">Training time so far.</param>
/// <param name="Tensors">The file beside it.</param>
/// <param name="Sha256">Of that file, in lower-case hex.</param>
public sealed record Checkpoint(long Step, double Seconds, string Tensors, string Sha256);
