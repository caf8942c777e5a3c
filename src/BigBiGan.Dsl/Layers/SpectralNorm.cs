using BigBiGan.Dsl.Kernels;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace BigBiGan.Dsl.Layers;

/// <summary>
/// Spectral normalisation (Miyato et al., 2018) with one power iteration for each training forward:
/// v = normalise(u W), u' = normalise(v W^T), sigma = v W^T u'^T; evaluation leaves the stored u as it is.
/// </summary>
internal static class SpectralNorm
{
    private const double Epsilon = 1e-4;

    /// <summary>1 / sigma, differentiable in W while u and v count as constants. [1, 1]</summary>
    /// <param name="weight">[rows, columns]</param>
    /// <param name="u0">The stored left vector, updated in place in training. [1, rows]</param>
    public static Tensor InverseSigma(Tensor weight, Tensor u0, bool training)
    {
        using var constant = weight.detach();
        using var uW = ProvenProduct.Of(u0, constant);
        using var v = functional.normalize(uW, 2, 1, Epsilon); // [1, columns]
        using var weightT = weight.t();
        using var vW = ProvenProduct.Of(v, weightT); // [1, rows]; serves both the new u and sigma
        using var vWConstant = vW.detach();
        using var u = functional.normalize(vWConstant, 2, 1, Epsilon);
        if (training)
        {
            u0.copy_(u);
        }

        using var uT = u.t();
        using var sigma = ProvenProduct.Of(vW, uT);
        return sigma.reciprocal();
    }
}
