using BigBiGan.Training.Data.Images;
using BigBiGan.Training.Errors;
using BigBiGan.Training.Evaluation.Judge;
using BigBiGan.Training.Evaluation.Metrics;
using BigBiGan.Training.Evaluation.Protocols;
using BigBiGan.Training.Evaluation.Sampling;
using BigBiGan.Training.Evaluation.Solvers;
using static TorchSharp.torch;

namespace BigBiGan.Training.Evaluation.Evaluators;

/// <summary>
/// Samples against one half of the training images, drawn by counter; the other half, in the samples' place and number, gives the floor.
/// </summary>
internal sealed class SampleEvaluation : IDisposable
{
    /// <summary>Halves of fewer training images hold too few neighbours.</summary>
    internal const int FewestImages = 2 * (SampleFeatures.Neighbours + 1);

    private readonly FeatureClassifier _judge;
    private readonly EvaluationSettings _settings;
    private readonly ImageSet _other;
    private readonly Tensor _reference;
    private readonly FeatureMoments _moments;
    private readonly string _described;

    /// <param name="images">At G's size.</param>
    /// <param name="judge">Owned from here on.</param>
    /// <exception cref="DataSourceException">Half of the images, or of the samples, are too few to compare.</exception>
    public SampleEvaluation(ImageSet images, FeatureClassifier judge, EvaluationSettings settings, Device device)
    {
        var count = Math.Min(settings.Samples, images.Count / 2);
        if (count <= SampleFeatures.Neighbours)
        {
            throw new DataSourceException(
                $"{images.Name}: {images.Count} training images; comparing samples with halves of them needs at least {FewestImages}.");
        }

        _judge = judge;
        _settings = settings;
        var drawn = images.Sample(2 * count, "halves");
        _other = drawn.Part(count, count);
        using var scope = NewDisposeScope();
        _reference = FeatureBatches.Of(drawn.Part(0, count), settings.Batch, device, judge.Features).MoveToOuterDisposeScope().DetachFromDisposeScope();
        _moments = FeatureMoments.Of(_reference);
        _described = $"{images.Name} {images.Colours}x{images.Size}x{images.Size} {images.Identity[..8]}, {count} samples / {count} train, drawn";
    }

    /// <summary>In words, where there are too few images for a covariance; null where there are enough.</summary>
    public string? Shortage => _other.Count > ClassifierNetwork.FeatureSize
        ? null
        : $"the Frechet distance compares {_other.Count} samples in {ClassifierNetwork.FeatureSize} features: "
            + "with fewer samples than features it says little, and compares with no other number of samples";

    public List<Measurement> Of(SampleSource source, Subject subject)
    {
        using var features = FeatureBatches.Of(source.Draw, _other.Count, _settings.Batch, _judge.Features);
        return Judge(features, source, subject);
    }

    /// <param name="source">Whose protocol the floor belongs to.</param>
    public List<Measurement> OfReal(SampleSource source)
    {
        using var features = FeatureBatches.Of(_other, _settings.Batch, _reference.device, _judge.Features);
        return Judge(features, source, Subject.Real);
    }

    public void Dispose()
    {
        _reference.Dispose();
        _judge.Dispose();
    }

    private List<Measurement> Judge(Tensor features, SampleSource source, Subject subject)
    {
        var compared = new SampleFeatures(_reference, _moments, features, _judge.KnowsClasses ? () => _judge.Probabilities(features) : null);
        var networks = $"G with {source.BatchNorm}{(source.Ema ? ", EMA" : "")}";
        var measurements = new List<Measurement>();
        foreach (var metric in MetricTable.All.OfType<SampleMetric>())
        {
            if (metric.Measure(compared) is { } value)
            {
                measurements.Add(new Measurement(metric.NameOf(value), subject, value.Value, new Protocol(_described, value.Method, _judge.Name, networks)));
            }
        }

        return measurements;
    }
}
