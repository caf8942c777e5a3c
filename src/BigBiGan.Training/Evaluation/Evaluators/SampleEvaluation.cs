using BigBiGan.Training.Data.Images;
using BigBiGan.Training.Errors;
using BigBiGan.Training.Evaluation.Judge;
using BigBiGan.Training.Evaluation.Metrics;
using BigBiGan.Training.Evaluation.Protocols;
using BigBiGan.Training.Evaluation.Sampling;
using static TorchSharp.torch;

namespace BigBiGan.Training.Evaluation.Evaluators;

/// <summary>
/// Samples against one half of the training images, drawn by counter; the other half, in the samples' place and number, gives the floor.
/// </summary>
internal sealed class SampleEvaluation : IDisposable
{
    private const int Neighbours = 5;
    private const int Splits = 10;

    /// <summary>Halves of fewer training images hold too few neighbours.</summary>
    internal const int FewestImages = 2 * (Neighbours + 1);

    private readonly FeatureClassifier judge;
    private readonly EvaluationSettings settings;
    private readonly ImageSet other;
    private readonly Tensor reference;
    private readonly FeatureMoments moments;
    private readonly string described;

    /// <param name="images">At G's size.</param>
    /// <param name="judge">Owned from here on.</param>
    public SampleEvaluation(ImageSet images, FeatureClassifier judge, EvaluationSettings settings, Device device)
    {
        var count = Math.Min(settings.Samples, images.Count / 2);
        if (count <= Neighbours)
        {
            throw new DataSourceException($"{images.Name}: {images.Count} training images; comparing samples with halves of them needs at least {FewestImages}.");
        }

        this.judge = judge;
        this.settings = settings;
        var drawn = images.Sample(2 * count, "halves");
        other = drawn.Part(count, count);
        using var scope = NewDisposeScope();
        reference = FeatureBatches.Of(drawn.Part(0, count), settings.Batch, device, judge.Features).MoveToOuterDisposeScope().DetachFromDisposeScope();
        moments = FeatureMoments.Of(reference);
        described = $"{images.Name} {images.Colours}x{images.Size}x{images.Size} {images.Identity[..8]}, {count} samples / {count} train, drawn";
    }

    /// <summary>In words, where there are too few images for a covariance; null where there are enough.</summary>
    public string? Shortage => other.Count > ClassifierNetwork.FeatureSize
        ? null
        : $"the Frechet distance compares {other.Count} samples in {ClassifierNetwork.FeatureSize} features: "
            + "with fewer samples than features it says little, and compares with no other number of samples";

    public List<Measurement> Of(SampleSource source, Subject subject)
    {
        using var features = FeatureBatches.Of(source.Draw, other.Count, settings.Batch, judge.Features);
        return Judge(features, source, subject);
    }

    /// <param name="source">Whose protocol the floor belongs to.</param>
    public List<Measurement> OfReal(SampleSource source)
    {
        using var features = FeatureBatches.Of(other, settings.Batch, reference.device, judge.Features);
        return Judge(features, source, Subject.Real);
    }

    public void Dispose()
    {
        reference.Dispose();
        judge.Dispose();
    }

    private List<Measurement> Judge(Tensor features, SampleSource source, Subject subject)
    {
        var spread = PrecisionRecall.Of(reference, features, Neighbours);
        var balls = $"balls of {Neighbours} neighbours";
        List<Measurement> measurements =
        [
            Measured("frechet", FrechetDistance.Between(moments, FeatureMoments.Of(features)), "Frechet distance"),
            Measured("kernel", KernelDistance.Between(reference, features), "cubic kernel distance, unbiased"),
            Measured("precision", spread.Precision, balls),
            Measured("recall", spread.Recall, balls),
            Measured("density", spread.Density, balls),
            Measured("coverage", spread.Coverage, balls),
        ];
        if (judge.KnowsClasses && features.shape[0] >= Splits)
        {
            using var probabilities = judge.Probabilities(features);
            measurements.Add(Measured("inception-score", InceptionScore.Of(probabilities, Splits).Mean, $"score of class probabilities, {Splits} splits"));
        }

        return measurements;

        Measurement Measured(string metric, double value, string method) => new(
            metric, subject, value, new Protocol(described, method, judge.Name, $"G with {source.BatchNorm}{(source.Ema ? ", EMA" : "")}"));
    }
}
