using BigBiGan.Training.Errors;
using BigBiGan.Training.Evaluation.Inception;

namespace BigBiGan.Training.Evaluation.Judge;

/// <summary>Whose features judge samples.</summary>
/// <param name="Kind">The row.</param>
/// <param name="File">Of the weights; empty where the kind takes none.</param>
public sealed record FeatureChoice(FeatureKind Kind, string File)
{
    /// <summary>The classifier.</summary>
    public static FeatureChoice Default { get; } = new(FeatureKind.Classifier, "");

    /// <summary>Reads <c>classifier</c>, <c>inception:FILE</c> and the like.</summary>
    /// <exception cref="RunException">There is no such kind, it takes no file, or there is no such file.</exception>
    public static FeatureChoice Parse(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var (word, file) = colon < 0 ? (text, "") : (text[..colon], text[(colon + 1)..]);
        var kind = FeatureKind.All.FirstOrDefault(one => one.Word == word)
            ?? throw new RunException(
                $"'{text}' are no features; "
                + $"expected {string.Join(", ", FeatureKind.All.SkipLast(1).Select(one => one.Form))} or {FeatureKind.All[^1].Form}");
        if (!kind.TakesFile)
        {
            return colon < 0 ? new FeatureChoice(kind, "") : throw new RunException($"'{text}': {word} takes no file");
        }

        if (file.Length == 0)
        {
            throw new RunException($"'{text}' names no file; expected {kind.Form}, where FILE is {InceptionKind.Graph2015.Files}");
        }

        InceptionWeights.CheckThere(file);
        return new FeatureChoice(kind, file);
    }
}
