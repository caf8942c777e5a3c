namespace BigBiGan.Training.Loop;

/// <summary>What one training step looked like.</summary>
/// <param name="Step">Steps done, this one included.</param>
/// <param name="Seconds">Training time of the whole run so far, earlier sittings included.</param>
/// <param name="ImagesPerSecond">Real images per second since the record before; every update reads a batch of its own.</param>
/// <param name="Losses">One entry per loss of the variant; of the step's last update that has it.</param>
/// <param name="Gradients">One entry per network, of the step's last update that moved it; null in logs of older versions.</param>
/// <param name="Rates">The learning rate of each network's optimiser in the step; null in logs of older versions.</param>
/// <param name="Scores">Means over the batch of the last D update, one entry per score of the variant.</param>
/// <param name="Waited">The share of the time since the record before that went by waiting for images, from 0 to 1; null in logs of older versions.</param>
/// <param name="Memory">In use after the step; null in logs of older versions.</param>
public sealed record StepRecord(
    long Step,
    double Seconds,
    double ImagesPerSecond,
    IReadOnlyList<LossRecord> Losses,
    IReadOnlyList<ScoreRecord> Scores,
    IReadOnlyList<GradientRecord>? Gradients = null,
    IReadOnlyList<RateRecord>? Rates = null,
    double? Waited = null,
    MemoryRecord? Memory = null);

/// <param name="Players">The networks that minimise it, a letter each: <c>D</c>, <c>GE</c>.</param>
/// <param name="Value">The sum of its terms.</param>
/// <param name="Terms">In the order of the sum; null in logs of older versions.</param>
public sealed record LossRecord(string Players, double Value, IReadOnlyList<TermRecord>? Terms = null);

/// <param name="Name"><c>x</c>, <c>z</c>, <c>xz</c>, <c>regression</c> or <c>reconstruction</c>.</param>
/// <param name="Value">With its weight in it.</param>
public sealed record TermRecord(string Name, double Value);

/// <param name="Name"><c>x</c>, <c>z</c> or <c>xz</c>.</param>
/// <param name="EncoderPairs">Mean score of (x, E(x)); of x alone in a plain GAN.</param>
/// <param name="GeneratorPairs">Mean score of (G(z), z); of G(z) alone in a plain GAN.</param>
public sealed record ScoreRecord(string Name, double EncoderPairs, double GeneratorPairs);

/// <param name="Network"><c>G</c>, <c>E</c> or <c>D</c>.</param>
/// <param name="Norm">Euclidean, over all parameters.</param>
public sealed record GradientRecord(string Network, double Norm);

/// <param name="Network"><c>G</c>, <c>E</c> or <c>D</c>.</param>
/// <param name="Rate">What Adam multiplies its step by.</param>
public sealed record RateRecord(string Network, double Rate);

/// <param name="Process">Bytes that the process of rank 0 holds.</param>
/// <param name="Device">Bytes in use on its card, by everybody; null where the CPU calculates.</param>
public sealed record MemoryRecord(long Process, long? Device = null);
