using BigBiGan.Dsl;
using BigBiGan.Training.Data.Images;
using BigBiGan.Training.Data.Sources;
using BigBiGan.Training.Evaluation.Metrics;
using BigBiGan.Training.Evaluation.Protocols;
using BigBiGan.Training.Evaluation.Sampling;
using static TorchSharp.torch;

namespace BigBiGan.Training.Evaluation.Evaluators;

/// <summary>
/// Probe and nearest neighbours on frozen features (E's, or D's where there is no E),
/// trained on the train split and counted on the test split.
/// </summary>
internal sealed class RepresentationEvaluation
{
    private readonly ImageSet _train;
    private readonly ImageSet _test;
    private readonly EvaluationSettings _settings;
    private readonly Device _device;
    private readonly ImageSet _statistics;
    private readonly string _described;

    public RepresentationEvaluation(DataSource data, EvaluationSettings settings, Device device)
    {
        _train = data.Train.Sample(settings.TrainImages, "probe");
        _test = data.Test.Sample(settings.TestImages, "probe");
        _settings = settings;
        _device = device;
        _statistics = data.Train;
        _described = $"{data.Name} {_train.Colours}x{_train.Size}x{_train.Size} {data.Identity[..8]}, {_train.Count} train / {_test.Count} test";
    }

    public List<Measurement> Of(VariantModel model, Subject subject)
    {
        using var standing = EvaluationFeatures.Standing(model, _statistics, _device);
        return Judge(model.Features, EvaluationFeatures.Role(model), subject);
    }

    /// <param name="model">Whose numbers the pixels' will stand beside.</param>
    public List<Measurement> OfPixels(VariantModel model) => Judge(images => images.flatten(1), EvaluationFeatures.Role(model), Subject.Pixels);

    private List<Measurement> Judge(Func<Tensor, Tensor> features, string role, Subject subject)
    {
        var networks = $"{role} with {EvaluationFeatures.Describe(_statistics)}";
        var classes = _train.ClassNames.Count;
        if (classes < 2)
        {
            return [];
        }

        using var ofTrain = FeatureBatches.Of(_train, _settings.Batch, _device, features);
        using var ofTest = FeatureBatches.Of(_test, _settings.Batch, _device, features);
        var labelled = new LabelledFeatures(ofTrain, _train.Labels, ofTest, _test.Labels, classes, Math.Min(_settings.Neighbours, _train.Count));
        return
        [
            .. MetricTable.All.OfType<FeatureMetric>().Select(metric => (Metric: metric, Value: metric.Measure(labelled)))
                .Select(measured => new Measurement(
                    measured.Metric.NameOf(measured.Value), subject, measured.Value.Value, new Protocol(_described, measured.Value.Method, null, networks))),
        ];
    }
}
