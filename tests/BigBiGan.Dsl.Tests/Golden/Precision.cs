using static TorchSharp.torch;

namespace BigBiGan.Dsl.Tests.Golden;

/// <summary>In float64 only the vectors' own rounding remains; float32 is what runs.</summary>
internal static class Precision
{
    public static readonly TheoryData<ScalarType, double> Both = new()
    {
        { ScalarType.Float64, 1e-6 },
        { ScalarType.Float32, 1e-4 },
    };
}
