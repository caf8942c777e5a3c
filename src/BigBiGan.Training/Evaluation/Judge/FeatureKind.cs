using BigBiGan.Training.Data.Images;
using BigBiGan.Training.Evaluation.Inception;
using static TorchSharp.torch;

namespace BigBiGan.Training.Evaluation.Judge;

/// <summary>A way to judge samples, as <c>--features</c> asks for it: a row here and an <see cref="ISampleJudge"/>.</summary>
public sealed class FeatureKind
{
    private FeatureKind(string word, bool takesFile, Func<string, JudgeRequest, ISampleJudge> open) => (Word, TakesFile, Open) = (word, takesFile, open);

    /// <summary>The classifier that is trained on the run's own images.</summary>
    public static FeatureKind Classifier { get; } = new(
        "classifier",
        takesFile: false,
        (_, request) => FeatureClassifier.LoadOrTrain(request.Images, request.Device, request.Warn, request.Progress, request.CacheFolder));

    /// <summary>All kinds.</summary>
    public static IReadOnlyList<FeatureKind> All { get; } =
    [
        Classifier,
        new("inception", takesFile: true, (file, request) => InceptionFeatures.Read(file, InceptionResizer.Bilinear, request.Device)),
        new("inception-clean", takesFile: true, (file, request) => InceptionFeatures.Read(file, InceptionResizer.Clean, request.Device)),
    ];

    /// <summary>The option's value, before a colon where a file follows.</summary>
    public string Word { get; }

    /// <summary>Whether a file follows.</summary>
    public bool TakesFile { get; }

    /// <summary>How it is written: <c>inception:FILE</c>.</summary>
    public string Form => TakesFile ? Word + ":FILE" : Word;

    /// <summary>Makes the judge. The file is empty where none follows.</summary>
    internal Func<string, JudgeRequest, ISampleJudge> Open { get; }
}

/// <summary>What a judge may need to be made.</summary>
/// <param name="Images">Those that samples are compared with.</param>
/// <param name="Device">Where it judges.</param>
/// <param name="Warn">Receives a line about a classifier that cannot be cached.</param>
/// <param name="Progress">Receives (step, steps) while a classifier is trained.</param>
/// <param name="CacheFolder">See <see cref="FeatureClassifier.LoadOrTrain"/>.</param>
internal sealed record JudgeRequest(ImageSet Images, Device Device, Action<string>? Warn, Action<int, int>? Progress, string? CacheFolder);
