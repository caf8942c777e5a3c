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
/// Samples against one half of the training images, drawn by counter; the other half, in the samples' place and number, gives the floor. Where
/// there is a reference of other images, their mean and covariance are compared with those of as many samples as are asked for.
/// </summary>
internal sealed class SampleEvaluation : IDisposable
{
    /// <summary>Halves of fewer training images hold too few neighbours.</summary>
    internal const int FewestImages = 2 * (SampleFeatures.Neighbours + 1);

    private readonly ISampleJudge _judge;
    private readonly EvaluationSettings _settings;
    private readonly ImageSet _images;
    private readonly Func<string, Action<int, int>>? _work;
    private readonly ImageSet _other;
    private readonly FeatureStore _store;
    private readonly Device _device;
    private readonly FeatureRows _real;
    private readonly FeatureMoments _moments;
    private readonly int _samples;
    private readonly string _besideImages;
    private readonly string _besideMoments;

    /// <param name="images">At G's size.</param>
    /// <param name="judge">Owned from here on.</param>
    /// <param name="store">Where features stand.</param>
    /// <param name="work">As <see cref="Evaluator"/> takes it.</param>
    /// <exception cref="DataSourceException">Half of the images, or of the samples, are too few to compare.</exception>
    /// <exception cref="RunException">The reference is of other features.</exception>
    public SampleEvaluation(
        ImageSet images, ISampleJudge judge, EvaluationSettings settings, FeatureStore store, Device device, Func<string, Action<int, int>>? work = null)
    {
        var count = Math.Min(settings.Samples, images.Count / 2);
        if (count <= SampleFeatures.Neighbours)
        {
            throw new DataSourceException(
                $"{images.Name}: {images.Count} training images; comparing samples with halves of them needs at least {FewestImages}.");
        }

        if (settings.Reference is { } other && other.Moments.Mean.Length != judge.FeatureSize)
        {
            throw new RunException($"the reference {other.Name} has {other.Moments.Mean.Length} features; expected {judge.FeatureSize}, those of {judge.Name}");
        }

        (_judge, _settings, _images, _store, _device, _work) = (judge, settings, images, store, device, work);
        _samples = settings.Reference is null ? count : settings.Samples;
        var drawn = images.Sample(2 * count, "halves");
        _other = drawn.Part(count, count);
        _real = Features(drawn.Part(0, count), "real images");
        _moments = settings.Reference?.Moments ?? FeatureMoments.Of(_real);
        var described = $"{images.Name} {images.Colours}x{images.Size}x{images.Size} {images.Identity[..8]}";
        _besideImages = $"{described}, {count} samples / {count} train, drawn";
        _besideMoments = settings.Reference is null ? _besideImages : $"{described}, {_samples} samples / reference {settings.Reference.Name}";
    }

    /// <summary>What the number of samples and the judge do to the numbers, in words.</summary>
    public IEnumerable<string> Cautions => new[] { Shortage, Namelessness, _judge.Caution }.OfType<string>();

    public List<Measurement> Of(SampleSource source, Subject subject)
    {
        var samples = new Lazy<string>(() => $"samples by {_judge.Name}; {source.BatchNorm}, {source.Identity?.Invoke() ?? Guid.NewGuid().ToString()}");
        return _store.Measured(() => Numbers(samples.Value, subject), () =>
        {
            using var features = _store.Of(
                source.Draw, _samples, _settings.Batch, _judge.Features, () => samples.Value, Work("samples"), source.Task?.Invoke(_samples, _settings.Batch));
            return Judge(features, source, subject);
        });
    }

    /// <param name="source">Whose protocol the floor belongs to.</param>
    public List<Measurement> OfReal(SampleSource source) => _store.Measured(
        () => Numbers($"real images by {_judge.Name}; {source.BatchNorm}", Subject.Real),
        () =>
        {
            using var features = Features(_other, "other real images");
            return Judge(features, source, Subject.Real);
        });

    /// <summary>Mean and covariance of all training images, for <see cref="EvaluationSettings.Reference"/>.</summary>
    public FeatureMoments OfTraining()
    {
        using var features = Features(_images, "all training images");
        return FeatureMoments.Of(features, _work?.Invoke("calculating moments of all training images"));
    }

    public void Dispose()
    {
        _real.Dispose();
        _judge.Dispose();
    }

    /// <summary>Where there are too few images for a covariance; null where there are enough.</summary>
    private string? Shortage => _samples > _judge.FeatureSize
        ? null
        : $"the Frechet distance compares {_samples} samples in {_judge.FeatureSize} features: "
            + "with fewer samples than features it says little, and compares with no other number of samples";

    /// <summary>Where only the number of samples keeps the distance from its name; null elsewhere.</summary>
    private string? Namelessness => _judge.DistanceName is null || _samples >= SampleFeatures.FewestForName
        ? null
        : $"the Frechet distance of {_samples} samples is not called {_judge.DistanceName}: "
            + $"that takes {SampleFeatures.FewestForName} at least, and papers have 50000 (--samples, with --reference where there are fewer images)";

    /// <summary>All that decides the numbers, in words.</summary>
    private string Numbers(string features, Subject subject) => $"{subject}: {features}; {_besideImages}; {_besideMoments}; {_images.Identity}";

    private FeatureRows Features(ImageSet images, string what) => _store.Of(
        (first, count) => images.ToTensor(first, count, _device),
        images.Count,
        _settings.Batch,
        _judge.Features,
        () => $"{what} of {_images.Name}, {_images.Identity}, by {_judge.Name}",
        Work(what));

    private Action<int, int>? Work(string what) => _work?.Invoke($"judging {what}");

    /// <param name="features">Of all samples, or of the other half.</param>
    private List<Measurement> Judge(FeatureRows features, SampleSource source, Subject subject)
    {
        using var few = features.Part(0, Math.Min(features.Count, _real.Count));
        var (besideImages, besideMoments) = (Compared(few), Compared(features));
        var networks = $"G with {source.BatchNorm}{(source.Ema ? ", EMA" : "")}";
        var measurements = new List<Measurement>();
        foreach (var metric in MetricTable.All.OfType<SampleMetric>())
        {
            // a floor of another number of images would be one of another protocol
            var comparable = metric.NeedsImages || features.Count == _samples;
            if (comparable && metric.Measure(metric.NeedsImages ? besideImages : besideMoments) is { } value)
            {
                var described = metric.NeedsImages ? _besideImages : _besideMoments;
                measurements.Add(new Measurement(metric.NameOf(value), subject, value.Value, new Protocol(described, value.Method, _judge.Name, networks)));
            }
        }

        return measurements;
    }

    private SampleFeatures Compared(FeatureRows samples) => new(_real, _moments, samples, _judge.KnowsClasses ? () => Probabilities(samples) : null)
    {
        Progress = _work,
        DistanceName = _judge.DistanceName,
        ScoreName = _judge.ScoreName,
    };

    private FeatureRows Probabilities(FeatureRows samples)
    {
        using var one = samples.Read(0, 1);
        using var probabilities = _judge.Probabilities(one);
        return samples.Mapped((int)probabilities.size(1), _judge.Probabilities);
    }
}
