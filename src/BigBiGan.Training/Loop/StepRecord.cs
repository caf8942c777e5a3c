namespace BigBiGan.Training.Loop;

/// <summary>What one training step looked like.</summary>
/// <param name="Step">Steps done, this one included.</param>
/// <param name="Seconds">Training time of the whole run so far, earlier sittings included.</param>
/// <param name="ImagesPerSecond">Real images per second since the record before; every update reads a batch of its own.</param>
/// <param name="DiscriminatorLoss">Of the step's last D update.</param>
/// <param name="GeneratorEncoderLoss">Of the joint update.</param>
/// <param name="Scores">Means over the batch of the last D update, one entry per score of the variant.</param>
public sealed record StepRecord(
    long Step,
    double Seconds,
    double ImagesPerSecond,
    double DiscriminatorLoss,
    double GeneratorEncoderLoss,
    IReadOnlyList<ScoreRecord> Scores);

/// <param name="Name"><c>x</c>, <c>z</c> or <c>xz</c>.</param>
/// <param name="EncoderPairs">Mean score of (x, E(x)); of x alone in a plain GAN.</param>
/// <param name="GeneratorPairs">Mean score of (G(z), z); of G(z) alone in a plain GAN.</param>
public sealed record ScoreRecord(string Name, double EncoderPairs, double GeneratorPairs);
