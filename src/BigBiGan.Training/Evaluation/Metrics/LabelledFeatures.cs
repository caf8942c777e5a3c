using BigBiGan.Training.Evaluation.Solvers;

namespace BigBiGan.Training.Evaluation.Metrics;

/// <summary>Features of images with their classes: some to learn from and others to be judged by. The rows stay the caller's.</summary>
/// <param name="train">[N, d]</param>
/// <param name="trainLabels">From 0 to <paramref name="classes"/> - 1. [N]</param>
/// <param name="test">[M, d]</param>
/// <param name="testLabels">[M]</param>
/// <param name="classes">At least 2.</param>
/// <param name="neighbours">The k of nearest neighbours, at most N.</param>
internal sealed class LabelledFeatures(FeatureRows train, int[] trainLabels, FeatureRows test, int[] testLabels, int classes, int neighbours)
{
    private LinearProbe? _probe;
    private LinearProbe? _ofBothSides;

    /// <summary>The k of nearest neighbours.</summary>
    public int Neighbours => neighbours;

    /// <summary>Random crops of the training images, which the probe learns from in the place of <c>train</c>; null for none.</summary>
    public CroppedFeatures? Crops { get; init; }

    /// <summary>Whether the probe is fitted to BN+CReLU features, too.</summary>
    public bool HasBothSides { get; init; }

    /// <summary>Is told, in words, what takes its time; what it gives receives (done, total). Null for nobody.</summary>
    public Func<string, Action<int, int>>? Progress { get; init; }

    /// <summary>On the features as they are; fitted once for all metrics that are made of it.</summary>
    public LinearProbe Probe => _probe ??= Fit(Learnt, test, "fitting the linear probe");

    /// <summary>On BN+CReLU of the features; null where it is not asked for.</summary>
    public LinearProbe? ProbeOfBothSides => _ofBothSides ??= HasBothSides ? FitBothSides() : null;

    /// <summary>How the first probe is fitted, for protocols.</summary>
    public string ProbeMethod => LinearProbe.MethodOf("features", Learnt.IsInMemory, Crops?.Each ?? 0);

    /// <summary>How the other one is.</summary>
    public string MethodOfBothSides => LinearProbe.MethodOf("BN+CReLU features", Learnt.IsInMemory, Crops?.Each ?? 0);

    private FeatureRows Learnt => Crops?.Rows ?? train;

    /// <summary>The share of test rows whose neighbours vote for the right class.</summary>
    public double NeighbourAccuracy() =>
        NearestNeighbours.Accuracy(train, trainLabels, test, testLabels, neighbours, Progress?.Invoke("comparing neighbours of test images"));

    private LinearProbe FitBothSides()
    {
        using var both = BatchNormCRelu.Of(train);
        using var learnt = both.Apply(Learnt);
        using var judged = both.Apply(test);
        return Fit(learnt, judged, "fitting the linear probe of BN+CReLU features");
    }

    private LinearProbe Fit(FeatureRows learnt, FeatureRows judged, string work)
    {
        int[] labels = Crops is { } crops ? [.. Enumerable.Repeat(trainLabels, crops.Each).SelectMany(all => all)] : trainLabels;
        return LinearProbe.Run(learnt, labels, judged, testLabels, classes, trainLabels.Length, Progress?.Invoke(work));
    }
}

/// <summary>Features of random crops of the training images: first one of each, then another of each.</summary>
/// <param name="Rows">[each * N, d]</param>
/// <param name="Each">Crops of an image.</param>
internal sealed record CroppedFeatures(FeatureRows Rows, int Each);
