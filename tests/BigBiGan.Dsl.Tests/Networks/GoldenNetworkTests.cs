using BigBiGan.Dsl.Blocks;
using BigBiGan.Dsl.Tests.Golden;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace BigBiGan.Dsl.Tests.Networks;

public class GoldenNetworkTests
{
    [Theory]
    [MemberData(nameof(Exactness.OfNetworks), MemberType = typeof(Exactness))]
    public void G_at_32_px_matches_the_reference(ScalarType type, double tolerance) =>
        Check("generator_32", new SmallGenerator(5, 8, [16, 16, 16, 16]), type, tolerance);

    [Theory]
    [MemberData(nameof(Exactness.OfNetworks), MemberType = typeof(Exactness))]
    public void G_at_64_px_matches_the_reference(ScalarType type, double tolerance) =>
        Check("generator_64", new SmallGenerator(5, 8, [32, 32, 16, 8, 4]), type, tolerance);

    [Theory]
    [MemberData(nameof(Exactness.OfNetworks), MemberType = typeof(Exactness))]
    public void G_at_128_px_matches_the_reference(ScalarType type, double tolerance) =>
        Check("generator_128", new SmallGenerator(4, 8, [64, 64, 32, 16, 8, 4], attentionAfter: 4), type, tolerance);

    [Theory]
    [MemberData(nameof(Exactness.OfNetworks), MemberType = typeof(Exactness))]
    public void F_at_32_px_matches_the_reference(ScalarType type, double tolerance) =>
        Check("image_trunk_32", new SmallTrunk([16, 16, 16, 16], down: 2), type, tolerance);

    [Theory]
    [MemberData(nameof(Exactness.OfNetworks), MemberType = typeof(Exactness))]
    public void F_at_128_px_matches_the_reference(ScalarType type, double tolerance) =>
        Check("image_trunk_128", new SmallTrunk([8, 16, 32, 64, 128, 128], down: 5, attention: true), type, tolerance);

    [Theory]
    [MemberData(nameof(Exactness.OfNetworks), MemberType = typeof(Exactness))]
    public void H_matches_the_reference(ScalarType type, double tolerance) =>
        GoldenCase.Check("mlp", new SmallMlp(10, 16, 8), (h, x) => [("y", h.Forward(x("z")))], StateName.Of, type, tolerance);

    [Theory]
    [MemberData(nameof(Exactness.OfNetworks), MemberType = typeof(Exactness))]
    public void D_matches_the_reference(ScalarType type, double tolerance) =>
        GoldenCase.Check("discriminator_32", new SmallDiscriminator(20, 16, 24, 8), Scores, StateName.Of, type, tolerance);

    [Theory]
    [MemberData(nameof(Exactness.OfNetworks), MemberType = typeof(Exactness))]
    public void E_of_ResNet_matches_the_reference(ScalarType type, double tolerance) =>
        GoldenCase.Check("encoder_resnet", new SmallEncoder([2, 1, 1], 4, StemKind.ImageNet, reversible: false, 16, 24), Gaussian, StateName.Of, type, tolerance);

    [Theory]
    [MemberData(nameof(Exactness.OfNetworks), MemberType = typeof(Exactness))]
    public void E_of_RevNet_matches_the_reference(ScalarType type, double tolerance) =>
        GoldenCase.Check(
            "encoder_revnet",
            new SmallEncoder([2, 2, 1], 4, StemKind.ImageNet, reversible: true, 16, 24),
            Gaussian,
            StateName.Of,
            type,
            5 * tolerance); // the gradient of one gain in the first unit almost cancels

    [Theory]
    [MemberData(nameof(Exactness.OfNetworks), MemberType = typeof(Exactness))]
    public void E_of_the_uniform_prior_matches_the_reference(ScalarType type, double tolerance) =>
        GoldenCase.Check(
            "encoder_tanh",
            new SmallEncoder([1, 1], 4, StemKind.Small, reversible: false, 16, 12),
            (e, x) => [("y", e.Forward(x("x")).tanh())],
            StateName.Of,
            type,
            tolerance);

    private static void Check(string name, SmallGenerator g, ScalarType type, double tolerance) =>
        GoldenCase.Check(name, g, (network, x) => [("y", network.Forward(x("z")))], StateName.Of, type, tolerance);

    private static void Check(string name, SmallTrunk f, ScalarType type, double tolerance) =>
        GoldenCase.Check(name, f, (network, x) => [("y", network.Forward(x("x")))], StateName.Of, type, tolerance);

    private static (string, Tensor)[] Scores(SmallDiscriminator d, Func<string, Tensor> input)
    {
        var (x, z, joint) = d.Forward(input("x"), input("z"));
        return [("x", x), ("z", z), ("xz", joint)];
    }

    private static (string, Tensor)[] Gaussian(SmallEncoder e, Func<string, Tensor> input)
    {
        var raw = e.Forward(input("x"));
        return [("mu", raw.narrow(1, 0, 12)), ("sigma", functional.softplus(raw.narrow(1, 12, 12)))];
    }
}
