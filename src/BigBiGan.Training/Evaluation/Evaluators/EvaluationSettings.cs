using BigBiGan.Training.Evaluation.Judge;
using BigBiGan.Training.Evaluation.Sampling;

namespace BigBiGan.Training.Evaluation.Evaluators;

/// <summary>Sizes of an evaluation; what changes a number is in its protocol.</summary>
public sealed record EvaluationSettings
{
    /// <summary>
    /// Samples to draw for distances, and real images to compare with; at most half of the training set is used for either. With a
    /// <see cref="Reference"/> so many samples are drawn as are asked for.
    /// </summary>
    public int Samples { get; init; } = 5000;

    /// <summary>Training images for probe and neighbours; fewer are drawn by counter.</summary>
    public int TrainImages { get; init; } = 10_000;

    public int TestImages { get; init; } = 10_000;

    /// <summary>
    /// Random crops of each training image that the probe learns from, mirrored half of the time, as the paper trains it; 0 for the central crop. Test
    /// images, and all images of nearest neighbours, show their central crop.
    /// </summary>
    public int ProbeCrops { get; init; }

    /// <summary>Whether the probe is fitted to BN+CReLU of the features, too.</summary>
    public bool BatchNormCRelu { get; init; }

    /// <summary>The k of nearest neighbours.</summary>
    public int Neighbours { get; init; } = 5;

    /// <summary>Batches of G's standing statistics, and at most as many of E's.</summary>
    public int StandingBatches { get; init; } = EvaluationGenerator.UsualBatches;

    /// <summary>Images per forward.</summary>
    public int Batch { get; init; } = 250;

    /// <summary>Whose features judge samples.</summary>
    public FeatureChoice Features { get; init; } = FeatureChoice.Default;

    /// <summary>What the Frechet distance compares with; null for the run's own training images.</summary>
    public ReferenceMoments? Reference { get; init; }
}
