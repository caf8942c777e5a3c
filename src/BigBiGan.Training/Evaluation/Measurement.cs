namespace BigBiGan.Training.Evaluation;

/// <summary>One number with its subject and protocol.</summary>
/// <param name="Metric"><c>probe</c>, <c>knn5</c>, <c>frechet</c>, <c>kernel</c>, <c>precision</c>, <c>recall</c>, <c>density</c>, <c>coverage</c> or <c>inception-score</c>.</param>
public sealed record Measurement(string Metric, Subject Subject, double Value, Protocol Protocol);

/// <summary>Whose features or images a number judges.</summary>
public enum Subject
{
    /// <summary>The trained networks.</summary>
    Model,

    /// <summary>The same networks before training.</summary>
    Untrained,

    /// <summary>The images themselves, as features.</summary>
    Pixels,

    /// <summary>Real images in the place of samples: the floor of a distance.</summary>
    Real,
}
