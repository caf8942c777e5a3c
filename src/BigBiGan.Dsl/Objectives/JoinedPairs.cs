using static TorchSharp.torch;

namespace BigBiGan.Dsl.Objectives;

/// <summary>D's batch: encoder pairs (x, E(x)) first, then as many generator pairs (G(z), z).</summary>
internal static class JoinedPairs
{
    /// <summary>[2N, ...] -> [N, ...], [N, ...]</summary>
    public static (Tensor Encoder, Tensor Generator) Halves(Tensor scores)
    {
        var half = scores.size(0) / 2;
        return (scores.narrow(0, 0, half), scores.narrow(0, half, half));
    }
}
