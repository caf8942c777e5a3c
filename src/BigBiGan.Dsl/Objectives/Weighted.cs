using BigBiGan.Dsl.Native;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Objectives;

/// <summary>A term with its factor.</summary>
public static class Weighted
{
    public static Tensor Of(Tensor term, double weight) => term.Mul(weight);
}
