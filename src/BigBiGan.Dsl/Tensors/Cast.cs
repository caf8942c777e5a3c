using TorchSharp.Modules;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Tensors;

/// <summary>
/// Parameters, spectral vectors and statistics are float32 (float64 in tests); a layer calculates in the type of its input, and
/// takes its weights along at the point of use.
/// </summary>
internal static class Cast
{
    /// <summary>The tensor in another type; a second handle on it where it has that type already.</summary>
    public static Tensor To(Tensor tensor, ScalarType type) => tensor.dtype == type ? tensor.alias() : tensor.to(type);

    /// <inheritdoc cref="To(Tensor, ScalarType)"/>
    public static Tensor? ToOrNull(Parameter? parameter, ScalarType type) => parameter is null ? null : To(parameter, type);
}
