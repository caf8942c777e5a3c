using BigBiGan.Dsl.Layers;
using BigBiGan.Dsl.Tests.Golden;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Tests.Layers;

public class GoldenLayerTests
{
    [Theory]
    [MemberData(nameof(Exactness.Both), MemberType = typeof(Exactness))]
    public void SpectralLinear_matches_the_reference(ScalarType type, double tolerance) =>
        GoldenCase.Check("sn_linear", new SpectralLinear(9, 6), (layer, x) => [("y", layer.Forward(x("x")))], StateName.Of, type, tolerance);

    [Theory]
    [MemberData(nameof(Exactness.Both), MemberType = typeof(Exactness))]
    public void SpectralConv2d_matches_the_reference(ScalarType type, double tolerance) =>
        GoldenCase.Check("sn_conv", new SpectralConv2d(5, 7, 3), (layer, x) => [("y", layer.Forward(x("x")))], StateName.Of, type, tolerance);

    [Theory]
    [MemberData(nameof(Exactness.Both), MemberType = typeof(Exactness))]
    public void ConditionalBatchNorm_matches_the_reference(ScalarType type, double tolerance) =>
        GoldenCase.Check("cond_batch_norm", new ConditionalBatchNorm(6, 5), (layer, x) => [("y", layer.Forward(x("x"), x("c")))], StateName.Of, type, tolerance);
}
