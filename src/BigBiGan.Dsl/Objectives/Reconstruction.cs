using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace BigBiGan.Dsl.Objectives;

/// <summary>How far G(E(x)) is from x, as a mean over all values.</summary>
public static class Reconstruction
{
    /// <summary>mean (x - G(E(x)))^2.</summary>
    public static Tensor SquaredError(Tensor reconstructed, Tensor x) => functional.mse_loss(reconstructed, x);

    /// <summary>mean |x - G(E(x))|.</summary>
    public static Tensor AbsoluteError(Tensor reconstructed, Tensor x) => functional.l1_loss(reconstructed, x);
}
