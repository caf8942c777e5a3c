using BigBiGan.Dsl.Native;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Objectives;

/// <summary>
/// The terms of least squares (Mao et al., 2017, equation 9 with targets 0 and 1): scores of encoder pairs come close to 1 for D and to 0
/// for G and E, scores of generator pairs the other way. Scores are of joined pairs, encoder pairs first.
/// </summary>
public static class LeastSquaresObjective
{
    /// <summary>(mean (s_enc - 1)^2 + mean s_gen^2) / 2.</summary>
    /// <param name="scores">[2N] or [2N, 1]</param>
    public static Tensor DiscriminatorTerm(Tensor scores) =>
        JoinedPairs.Apply(scores, static (encoder, generator) => Distance(toOne: encoder, toZero: generator));

    /// <summary>(mean s_enc^2 + mean (s_gen - 1)^2) / 2.</summary>
    /// <param name="scores">[2N] or [2N, 1]</param>
    public static Tensor GeneratorEncoderTerm(Tensor scores) =>
        JoinedPairs.Apply(scores, static (encoder, generator) => Distance(toOne: generator, toZero: encoder));

    private static Tensor Distance(Tensor toOne, Tensor toZero)
    {
        using var rest = toOne.Add(-1);
        using var ofOne = MeanSquare(rest);
        using var ofZero = MeanSquare(toZero);
        using var sum = ofOne.Add(ofZero);
        return sum.Mul(0.5);
    }

    private static Tensor MeanSquare(Tensor scores)
    {
        using var squares = scores.Squared();
        return squares.mean();
    }
}
