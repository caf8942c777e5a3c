using BigBiGan.Dsl.Native;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Objectives;

/// <summary>
/// The terms of BiGAN's objective (Donahue et al., 2017): sigmoid cross-entropy for D, and for G and E the same with the
/// labels exchanged. Scores are of joined pairs, encoder pairs first.
/// </summary>
public static class CrossEntropyObjective
{
    /// <summary>mean softplus(-s_enc) + mean softplus(s_gen).</summary>
    /// <param name="scores">[2N] or [2N, 1]</param>
    public static Tensor DiscriminatorTerm(Tensor scores) => JoinedPairs.Apply(scores, static (encoder, generator) => Sum(low: generator, high: encoder));

    /// <summary>mean softplus(s_enc) + mean softplus(-s_gen).</summary>
    /// <param name="scores">[2N] or [2N, 1]</param>
    public static Tensor GeneratorEncoderTerm(Tensor scores) => JoinedPairs.Apply(scores, static (encoder, generator) => Sum(low: encoder, high: generator));

    /// <summary>-mean log(1 - sigmoid(low)) - mean log sigmoid(high).</summary>
    private static Tensor Sum(Tensor low, Tensor high)
    {
        using var negative = high.neg();
        using var ofLow = MeanSoftplus(low);
        using var ofHigh = MeanSoftplus(negative);
        return ofLow.Add(ofHigh);
    }

    private static Tensor MeanSoftplus(Tensor scores)
    {
        using var terms = scores.Softplus();
        return terms.mean();
    }
}
