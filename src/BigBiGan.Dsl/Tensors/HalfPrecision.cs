using static TorchSharp.torch;

namespace BigBiGan.Dsl.Tensors;

/// <summary>
/// Where a network of `precision: bfloat16` begins to calculate in that type, and where it ends. What comes in float64 stays so: the proof
/// of a step takes the same network once more in it.
/// </summary>
public static class HalfPrecision
{
    /// <summary>The type of a network's inside, for its input.</summary>
    public static ScalarType Of(Tensor input) => input.dtype == ScalarType.Float64 ? ScalarType.Float64 : ScalarType.BFloat16;

    /// <summary>The type of a network's result, and of sums over many positions: bfloat16 keeps eight bits.</summary>
    public static ScalarType Wide(Tensor inside) => inside.dtype == ScalarType.BFloat16 ? ScalarType.Float32 : inside.dtype;
}
