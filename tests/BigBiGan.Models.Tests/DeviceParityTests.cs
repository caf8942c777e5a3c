using BigBiGan.Training.Proof;
using TorchSharp;
using static TorchSharp.torch;

namespace BigBiGan.Models.Tests;

/// <summary>A variant on a device beside itself in float64 on the CPU; here the device is the CPU, too.</summary>
public sealed class DeviceParityTests
{
    [Theory]
    [InlineData("small/fashion")]
    [InlineData("small/no-e")]
    [InlineData("small/no-unaries")]
    [InlineData("small/clustering")]
    [InlineData("small/fashion-bfloat16")]
    [InlineData("bigan/bigan")]
    public void Forward_gradients_and_two_steps_are_those_of_float64(string path)
    {
        var entry = TestedVariants.Find(path);
        var own = Arithmetic.Of(entry.Facts.Training.Precision);

        var proof = DeviceParity.Of(entry, own, batch: 4, seed: 0, CPU);

        Assert.True(proof.Holds, $"{path}: {proof.Worst.Name} is off by {proof.Worst.Value:g2} of its norm; expected at most {proof.Worst.Bound:g2}");
        Assert.Contains(proof.Deviations, deviation => deviation.Name == "G(z)");
        Assert.Contains(proof.Deviations, deviation => deviation.Name.StartsWith("the gradient of G", StringComparison.Ordinal));
        Assert.Contains(proof.Deviations, deviation => deviation.Name == "the features of x, after two steps");
        Assert.True(proof.Worst.Value > 0, "it is float64 itself: nothing was compared");
    }

    [Fact]
    public void Float64_on_the_same_device_is_the_same_to_the_last_bit() =>
        Assert.All(DeviceParity.Of(TestedVariants.Find("small/fashion"), Arithmetic.Float64, batch: 4, seed: 0, CPU).Deviations, deviation => Assert.Equal(0, deviation.Value));

    [Fact]
    public void A_bound_that_is_broken_is_seen() =>
        Assert.False(DeviceParity.Of(TestedVariants.Find("small/fashion"), new Arithmetic("float32", Bound: 1e-12, Rounding: 0), batch: 4, seed: 0, CPU).Holds);

    [Fact]
    public void On_a_card_float32_is_taken_with_TF32_and_without()
    {
        Assert.Equal([Arithmetic.Float64, Arithmetic.Float32, Arithmetic.Tf32], Arithmetic.All(Dsl.Precision.Float32, DeviceType.CUDA));
        Assert.Equal([Arithmetic.Float64, Arithmetic.BFloat16], Arithmetic.All(Dsl.Precision.BFloat16, DeviceType.CUDA));
        Assert.Equal([Arithmetic.Float64, Arithmetic.Float32], Arithmetic.All(Dsl.Precision.Float32, DeviceType.CPU));
    }
}
