using static TorchSharp.torch;

namespace BigBiGan.Dsl.Objectives;

/// <summary>The outcome of one step's forward.</summary>
/// <param name="Loss">The scalar to differentiate.</param>
/// <param name="Scores">One entry per score that the variant has.</param>
public sealed record StepLosses(Tensor Loss, IReadOnlyList<ScoreMeans> Scores);

/// <summary>A score over both kinds of pairs, without gradient.</summary>
/// <param name="Name"><c>x</c>, <c>z</c> or <c>xz</c>.</param>
/// <param name="EncoderPairs">[N]</param>
/// <param name="GeneratorPairs">[N]</param>
public sealed record ScoreMeans(string Name, Tensor EncoderPairs, Tensor GeneratorPairs)
{
    /// <summary>Takes D's scores of joined pairs apart, without gradient.</summary>
    /// <param name="scores">[2N] or [2N, 1]</param>
    public static ScoreMeans Split(string name, Tensor scores)
    {
        using var constant = scores.detach();
        using var flat = constant.flatten();
        var (encoder, generator) = JoinedPairs.Halves(flat);
        return new ScoreMeans(name, encoder, generator);
    }
}
