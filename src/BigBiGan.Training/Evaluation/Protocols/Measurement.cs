namespace BigBiGan.Training.Evaluation.Protocols;

/// <summary>One number with its subject and protocol.</summary>
/// <param name="Metric">The id of a row of the table of metrics; of nearest neighbours with their number, <c>knn5</c>.</param>
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
