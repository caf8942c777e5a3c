using BigBiGan.Dsl.Native;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Objectives;

/// <summary>
/// The terms of both losses (Donahue and Simonyan, 2019, section 2). D scores encoder pairs (x, E(x)) and generator pairs
/// (G(z), z) in one batch, encoder pairs first; a loss is the sum of its terms over the scores that the variant has, one
/// hinge for each. Without an encoder the only score is s_x and its encoder pairs are the images alone.
/// </summary>
public static class HingeObjective
{
    /// <summary>mean h(s_enc) + mean h(-s_gen) with h(t) = max(0, 1 - t).</summary>
    /// <param name="scores">[2N] or [2N, 1]</param>
    public static Tensor DiscriminatorTerm(Tensor scores) => JoinedPairs.Apply(scores, static (encoder, generator) =>
    {
        using var encoderHinge = MeanHinge(encoder.neg().add_(Scalars.One, Scalars.One)); // E[max(0, 1 - s)]
        using var generatorHinge = MeanHinge(generator.add(Scalars.One, Scalars.One)); // E[max(0, 1 + s)]
        return encoderHinge.Add(generatorHinge);
    });

    /// <summary>mean s_enc - mean s_gen, without hinge.</summary>
    /// <param name="scores">[2N] or [2N, 1]</param>
    public static Tensor GeneratorEncoderTerm(Tensor scores) => JoinedPairs.Apply(scores, static (encoder, generator) =>
    {
        using var encoderMean = encoder.mean();
        using var generatorMean = generator.mean();
        return encoderMean.sub(generatorMean);
    });

    private static Tensor MeanHinge(Tensor margin)
    {
        using var hinge = margin.relu_();
        return hinge.mean();
    }
}
