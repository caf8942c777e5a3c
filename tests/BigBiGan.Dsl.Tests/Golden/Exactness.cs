using static TorchSharp.torch;

namespace BigBiGan.Dsl.Tests.Golden;

/// <summary>In float64 only the vectors' own rounding remains; float32 is what runs.</summary>
internal static class Exactness
{
    public static readonly TheoryData<ScalarType, double> Both = new()
    {
        { ScalarType.Float64, 1e-6 },
        { ScalarType.Float32, 1e-4 },
    };

    /// <summary>The vectors themselves were computed in float32: over a whole network that is 1e-6 to 1e-5.</summary>
    public static readonly TheoryData<ScalarType, double> OfNetworks = new()
    {
        { ScalarType.Float64, 2e-5 },
        { ScalarType.Float32, 2e-4 },
    };
}
