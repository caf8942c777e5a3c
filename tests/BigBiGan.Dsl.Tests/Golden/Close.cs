using static TorchSharp.torch;

namespace BigBiGan.Dsl.Tests.Golden;

internal static class Close
{
    /// <param name="range">What the difference is measured against where it is more than the largest expected value.</param>
    public static void Check(string what, Tensor expected, Tensor found, double tolerance, double range = 0)
    {
        Assert.True(expected.shape.SequenceEqual(found.shape), $"{what}: expected [{string.Join(", ", expected.shape)}], found [{string.Join(", ", found.shape)}]");
        using var scope = NewDisposeScope();
        var reference = expected.detach().to(ScalarType.Float64);
        var distance = Range(reference - found.detach().to(ScalarType.Float64)) / Math.Max(Math.Max(Range(reference), range), 1e-30);
        Assert.True(distance <= tolerance, $"{what}: off by {distance:g3} of its range, allowed {tolerance:g1}");
    }

    /// <summary>The largest absolute value.</summary>
    public static double Range(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return tensor.detach().abs().max().to(ScalarType.Float64).item<double>();
    }
}
