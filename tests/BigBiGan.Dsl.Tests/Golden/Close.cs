using static TorchSharp.torch;

namespace BigBiGan.Dsl.Tests.Golden;

internal static class Close
{
    /// <summary>The largest difference over the largest expected value.</summary>
    public static double Distance(Tensor expected, Tensor found)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var reference = expected.to(ScalarType.Float64);
        return Range(reference - found.to(ScalarType.Float64)) / Math.Max(Range(reference), 1e-30);
    }

    public static double Range(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return tensor.detach().abs().max().to(ScalarType.Float64).item<double>();
    }

    public static void Check(string what, Tensor expected, Tensor found, double tolerance)
    {
        Assert.True(expected.shape.SequenceEqual(found.shape), $"{what}: expected [{string.Join(", ", expected.shape)}], found [{string.Join(", ", found.shape)}]");
        var distance = Distance(expected, found);
        Assert.True(distance <= tolerance, $"{what}: off by {distance:g3} of its range, allowed {tolerance:g1}");
    }
}
