using BigBiGan.Dsl;
using BigBiGan.Training.Data.Images;
using BigBiGan.Training.Data.Sources;
using BigBiGan.Training.Evaluation.Metrics;
using BigBiGan.Training.Evaluation.Protocols;
using BigBiGan.Training.Evaluation.Sampling;
using static TorchSharp.torch;

namespace BigBiGan.Training.Evaluation.Evaluators;

/// <summary>Probe and nearest neighbours on frozen features (E's, or D's where there is no E), trained on the train split and counted on the test split.</summary>
internal sealed class RepresentationEvaluation
{
    private readonly ImageSet train;
    private readonly ImageSet test;
    private readonly EvaluationSettings settings;
    private readonly Device device;
    private readonly ImageSet statistics;
    private readonly string described;

    public RepresentationEvaluation(DataSource data, EvaluationSettings settings, Device device)
    {
        train = data.Train.Sample(settings.TrainImages, "probe");
        test = data.Test.Sample(settings.TestImages, "probe");
        this.settings = settings;
        this.device = device;
        statistics = data.Train;
        described = $"{data.Name} {train.Colours}x{train.Size}x{train.Size} {data.Identity[..8]}, {train.Count} train / {test.Count} test";
    }

    public List<Measurement> Of(VariantModel model, Subject subject)
    {
        using var standing = JudgedFeatures.Standing(model, statistics, device);
        return Judge(model.Features, JudgedFeatures.Role(model), subject);
    }

    /// <param name="model">Whose numbers the pixels' will stand beside.</param>
    public List<Measurement> OfPixels(VariantModel model) => Judge(images => images.flatten(1), JudgedFeatures.Role(model), Subject.Pixels);

    private List<Measurement> Judge(Func<Tensor, Tensor> features, string role, Subject subject)
    {
        var networks = $"{role} with {JudgedFeatures.Describe(statistics)}";
        var classes = train.ClassNames.Count;
        if (classes < 2)
        {
            return [];
        }

        using var ofTrain = FeatureBatches.Of(train, settings.Batch, device, features);
        using var ofTest = FeatureBatches.Of(test, settings.Batch, device, features);
        var labelled = new LabelledFeatures(ofTrain, train.Labels, ofTest, test.Labels, classes, Math.Min(settings.Neighbours, train.Count));
        return
        [
            .. MetricTable.All.OfType<FeatureMetric>().Select(metric => (Metric: metric, Value: metric.Measure(labelled)))
                .Select(measured => new Measurement(
                    measured.Metric.NameOf(measured.Value), subject, measured.Value.Value, new Protocol(described, measured.Value.Method, null, networks))),
        ];
    }
}
