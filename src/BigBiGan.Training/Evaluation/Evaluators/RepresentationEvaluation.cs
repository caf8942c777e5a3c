using BigBiGan.Dsl;
using BigBiGan.Training.Data.Batches;
using BigBiGan.Training.Data.Images;
using BigBiGan.Training.Data.Sources;
using BigBiGan.Training.Evaluation.Metrics;
using BigBiGan.Training.Evaluation.Protocols;
using BigBiGan.Training.Evaluation.Sampling;
using BigBiGan.Training.Evaluation.Solvers;
using static TorchSharp.torch;

namespace BigBiGan.Training.Evaluation.Evaluators;

/// <summary>
/// Probe and nearest neighbours on frozen features (E's, or D's where there is no E),
/// trained on the train split and counted on the test split.
/// </summary>
internal sealed class RepresentationEvaluation
{
    /// <summary>
    /// Numbers of an image whose pixels are features, where the images are too many for memory: 32 px in colour. They are averaged down until they are no
    /// more, since more of them than E has features would fill the disk and tell nothing else.
    /// </summary>
    private const int MostPixels = 3072;

    /// <summary>The paper's crops for the training of E, which are those of the probe too.</summary>
    private static readonly Augmentation Cropped = new(Flip: true, Shift: 0, new CropFacts(0.08, 1, 3.0 / 4, 4.0 / 3));

    private readonly ImageSet _train;
    private readonly ImageSet _test;
    private readonly EvaluationSettings _settings;
    private readonly FeatureStore _store;
    private readonly Device _device;
    private readonly BatchWorkers _replicas;
    private readonly Func<string, Action<int, int>>? _work;
    private readonly ImageSet _statistics;
    private readonly string _described;
    private readonly Func<string> _identity;

    /// <param name="store">Where features stand.</param>
    /// <param name="work">As <see cref="Evaluator"/> takes it.</param>
    /// <param name="replicas">As <see cref="Evaluator"/> takes them.</param>
    public RepresentationEvaluation(
        DataSource data, EvaluationSettings settings, FeatureStore store, Device device, Func<string, Action<int, int>>? work = null,
        BatchWorkers replicas = default)
    {
        _train = EvaluationFeatures.Probed(data.Train, settings.TrainImages);
        _test = EvaluationFeatures.Probed(data.Test, settings.TestImages);
        (_settings, _store, _device, _work, _replicas) = (settings, store, device, work, replicas);
        _statistics = data.Train;
        _described = $"{data.Name} {_train.Colours}x{_train.Size}x{_train.Size} {data.Identity[..8]}, {_train.Count} train / {_test.Count} test";
        _identity = () => data.Identity;
    }

    public List<Measurement> Of(VariantModel model, Subject subject)
    {
        using var standing = EvaluationFeatures.Standing(model, _statistics, _device, _settings.StandingBatches, _work, _replicas);
        var networks = Networks(model);
        return Judge(model.Features, networks, () => $"{networks}, {EvaluationFeatures.Identity(model)}", subject, model);
    }

    /// <param name="model">Whose numbers the pixels' will stand beside.</param>
    public List<Measurement> OfPixels(VariantModel model)
    {
        var size = PixelSize();
        return size == _train.Size
            ? Judge(images => images.flatten(1), Networks(model), () => "pixels", Subject.Pixels)
            : Judge(
                images => nn.functional.adaptive_avg_pool2d(images, size).flatten(1),
                $"{Networks(model)}; pixels averaged to {size} px",
                () => $"pixels averaged to {size} px",
                Subject.Pixels);
    }

    private string Networks(VariantModel model) =>
        $"{EvaluationFeatures.Role(model)} with {EvaluationFeatures.Describe(_statistics, _settings.StandingBatches)}";

    /// <summary>The images' own, or the largest divisor of it with few enough pixels where all of them are too many for memory.</summary>
    private int PixelSize() => _store.Fits((long)_train.Count * Math.Max(1, _settings.ProbeCrops), _train.ImageBytes)
        ? _train.Size
        : Enumerable.Range(1, _train.Size).Last(size => _train.Size % size == 0 && (size == 1 || _train.Colours * size * size <= MostPixels));

    /// <param name="identity">Of what makes the features.</param>
    /// <param name="model">Whose they are; null for those of pixels.</param>
    private List<Measurement> Judge(
        Func<Tensor, Tensor> features, string networks, Func<string> identity, Subject subject, VariantModel? model = null)
    {
        var classes = _train.ClassNames.Count;
        if (classes < 2)
        {
            return [];
        }

        return _store.Measured(
            () => $"{Whole("probe and neighbours")}; {subject}, {_settings.Neighbours} neighbours, "
                + $"{_settings.ProbeCrops} crops, both sides {_settings.BatchNormCRelu}",
            Measure);

        List<Measurement> Measure()
        {
            var crops = _settings.ProbeCrops;
            using var ofTrain = Split(_train, "training images", isTest: false);
            using var ofTest = Split(_test, "test images", isTest: true);
            using var ofCrops = crops == 0 ? null : Features(Crops(), checked(crops * _train.Count), $"{crops} crops of each training image");
            var labelled = new LabelledFeatures(ofTrain, _train.Labels, ofTest, _test.Labels, classes, Math.Min(_settings.Neighbours, _train.Count))
            {
                Crops = ofCrops is null ? null : new CroppedFeatures(ofCrops, crops),
                HasBothSides = _settings.BatchNormCRelu && subject != Subject.Pixels, // they are no features of a network
                Progress = _work,
            };
            return
            [
                .. MetricTable.All.OfType<FeatureMetric>().Select(metric => (Metric: metric, Value: metric.Measure(labelled)))
                    .Where(measured => measured.Value is not null)
                    .Select(measured => new Measurement(
                        measured.Metric.NameOf(measured.Value!),
                        subject,
                        measured.Value!.Value,
                        new Protocol(_described, measured.Value.Method, null, networks))),
            ];
        }

        string Whole(string what) => $"{what} of {_described}, {_identity()}; {identity()}";

        FeatureRows Features(Func<int, int, Tensor> draw, int count, string what, BatchTask? task = null) => _store.Of(
            draw, count, _settings.Batch, features, () => Whole(what), _work?.Invoke($"features of {what}"), task);

        FeatureRows Split(ImageSet images, string what, bool isTest) => Features(
            (first, count) => images.ToTensor(first, count, _device),
            images.Count,
            what,
            model is null ? null : new BatchTask.Features(isTest, images.Count, _settings.Batch) { Model = model });
    }

    /// <summary>First a crop of each image, then another of each, and so on.</summary>
    private Func<int, int, Tensor> Crops()
    {
        var copy = new AugmentedCopy(_train, Cropped, seed: 0);
        return (first, count) =>
        {
            var values = new float[count * _train.ImageBytes];
            AllCores.Each(count, i => copy.Write((first + i) % _train.Count, first + i, values.AsSpan(i * _train.ImageBytes, _train.ImageBytes)));
            return tensor(values, [count, _train.Colours, _train.Size, _train.Size], device: _device);
        };
    }
}
