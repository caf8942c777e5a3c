using BigBiGan.Dsl;
using BigBiGan.Training.Data.Sources;
using BigBiGan.Training.Errors;
using BigBiGan.Training.Evaluation.Judge;
using BigBiGan.Training.Evaluation.Protocols;
using BigBiGan.Training.Evaluation.Sampling;
using BigBiGan.Training.Evaluation.Solvers;
using static TorchSharp.torch;

namespace BigBiGan.Training.Evaluation.Evaluators;

/// <summary>
/// Measures a variant's models on one data source: linear probe and nearest neighbours of E's features, distances and scores
/// of G's samples. Everything is deterministic; the judge of samples is read from a file, or trained, at construction.
/// </summary>
public sealed class Evaluator : IDisposable
{
    /// <summary>Fewer training images cannot be measured on.</summary>
    public const int FewestImages = SampleEvaluation.FewestImages;

    private readonly FeatureStore _store;
    private readonly RepresentationEvaluation _representations;
    private readonly SampleEvaluation _samples;

    /// <param name="data">At the variant's <see cref="VariantFacts.DataSize"/>.</param>
    /// <param name="device">Where the models are.</param>
    /// <param name="warn">Receives a line about a classifier that cannot be cached.</param>
    /// <param name="progress">Receives (step, steps) while the classifier is trained.</param>
    /// <param name="cacheFolder">See <see cref="FeatureClassifier.LoadOrTrain"/>.</param>
    /// <param name="work">Is told, in words, what begins to be judged; what it gives receives (images, of so many).</param>
    /// <param name="featureFolder">
    /// Where features stand that are too many for memory, and where those of an evaluation that was killed are looked for. Null for a temporary folder.
    /// </param>
    /// <param name="replicas">Who calculates batches of samples and features.</param>
    /// <exception cref="RunException">The weights of the features, or the reference, cannot be used.</exception>
    public Evaluator(
        DataSource data,
        VariantFacts facts,
        EvaluationSettings settings,
        Device device,
        Action<string>? warn = null,
        Action<int, int>? progress = null,
        string? cacheFolder = null,
        Func<string, Action<int, int>>? work = null,
        string? featureFolder = null,
        BatchWorkers replicas = default)
    {
        _store = new FeatureStore(featureFolder, device, replicas);
        _representations = new RepresentationEvaluation(data, settings, _store, device, work, replicas);
        var judged = data.Train.Reduced(facts.ImageSize);
        var judge = settings.Features.Kind.Open(settings.Features.File, new JudgeRequest(judged, device, warn, progress, cacheFolder));
        try
        {
            _samples = new SampleEvaluation(judged, judge, settings, _store, device, work);
        }
        catch
        {
            judge.Dispose();
            _store.Dispose();
            throw;
        }

        JudgeName = judge.Name;
        Cautions = [.. _samples.Cautions, .. data.Repetition is { } repetition ? [repetition] : Array.Empty<string>()];
    }

    /// <summary>Whose features compare samples, as protocols name it.</summary>
    public string JudgeName { get; }

    /// <summary>What the images do to every number, in words: too few of them, or the same ones in both splits.</summary>
    public IReadOnlyList<string> Cautions { get; }

    /// <summary>The numbers of a model. Networks leave in the mode in which they came.</summary>
    public EvaluationReport Measure(VariantModel model, SampleSource source) => Measure(model, source, Subject.Model);

    /// <summary>What the numbers of a model stand beside: pixels, the untrained networks, real images. Equal for all models of a variant and seed.</summary>
    /// <param name="untrained">The same variant and seed at step 0.</param>
    /// <param name="source">Its samples, described as the model's are: the average of an untrained G is G itself.</param>
    public EvaluationReport MeasureBaselines(VariantModel untrained, SampleSource source) =>
        new EvaluationReport([.. _representations.OfPixels(untrained), .. _samples.OfReal(source)])
            .And(Measure(untrained, source, Subject.Untrained));

    /// <summary>Mean and covariance of the judge's features of all training images, at G's size.</summary>
    public FeatureMoments MomentsOfTraining() => _samples.OfTraining();

    /// <summary>
    /// The numbers are written: what stands on disk is removed. Until then it is there for the evaluation after one that was killed.
    /// </summary>
    public void DiscardFeatures() => _store.Discard();

    public void Dispose()
    {
        _samples.Dispose();
        _store.Dispose();
    }

    private EvaluationReport Measure(VariantModel model, SampleSource source, Subject subject)
    {
        var modes = model.Networks.Select(n => (n.Network, n.Network.training)).ToArray();
        try
        {
            foreach (var (network, _) in modes)
            {
                network.eval();
            }

            return new EvaluationReport([
                .. _representations.Of(model, subject),
                .. _samples.Of(source, subject)]);
        }
        finally
        {
            foreach (var (network, training) in modes)
            {
                network.train(training);
            }
        }
    }
}
