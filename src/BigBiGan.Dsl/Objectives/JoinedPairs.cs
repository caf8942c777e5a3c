using static TorchSharp.torch;

namespace BigBiGan.Dsl.Objectives;

/// <summary>D's batch: encoder pairs (x, E(x)) first, then as many generator pairs (G(z), z).</summary>
internal static class JoinedPairs
{
    /// <summary>A term of both halves, which are freed after it.</summary>
    /// <param name="scores">[2N] or [2N, 1]</param>
    /// <param name="term">Of the scores of encoder pairs and of generator pairs.</param>
    public static Tensor Apply(Tensor scores, Func<Tensor, Tensor, Tensor> term)
    {
        var (encoder, generator) = Halves(scores);
        using (encoder)
        using (generator)
        {
            return term(encoder, generator);
        }
    }

    /// <summary>[2N, ...] -> [N, ...], [N, ...]</summary>
    public static (Tensor Encoder, Tensor Generator) Halves(Tensor scores)
    {
        var half = scores.size(0) / 2;
        return (scores.narrow(0, 0, half), scores.narrow(0, half, half));
    }
}
