using BigBiGan.Dsl.Blocks;
using BigBiGan.Dsl.Tests.Golden;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Tests.Blocks;

public class GoldenBlockTests
{
    [Theory]
    [MemberData(nameof(Exactness.Both), MemberType = typeof(Exactness))]
    public void Attention_matches_the_reference(ScalarType type, double tolerance) =>
        GoldenCase.Check("attention", new Attention(16), (block, x) => [("y", block.Forward(x("x")))], StateName.Of, type, tolerance);

    [Theory]
    [MemberData(nameof(Exactness.Both), MemberType = typeof(Exactness))]
    public void GeneratorBlock_matches_the_reference(ScalarType type, double tolerance) =>
        GoldenCase.Check("g_block", new GeneratorBlock(8, 6, 5, upsample: true), (block, x) => [("y", block.Forward(x("x"), x("c")))], StateName.Of, type, tolerance);

    [Theory]
    [MemberData(nameof(Exactness.Both), MemberType = typeof(Exactness))]
    public void The_first_DiscriminatorBlock_matches_the_reference(ScalarType type, double tolerance) =>
        Check("d_block_first", new DiscriminatorBlock(3, 8, DiscriminatorBlockKind.First), type, tolerance);

    [Theory]
    [MemberData(nameof(Exactness.Both), MemberType = typeof(Exactness))]
    public void A_DiscriminatorBlock_that_halves_matches_the_reference(ScalarType type, double tolerance) =>
        Check("d_block_down", new DiscriminatorBlock(8, 12, DiscriminatorBlockKind.Down), type, tolerance);

    [Theory]
    [MemberData(nameof(Exactness.Both), MemberType = typeof(Exactness))]
    public void A_DiscriminatorBlock_that_keeps_the_size_matches_the_reference(ScalarType type, double tolerance) =>
        Check("d_block_same", new DiscriminatorBlock(8, 8, DiscriminatorBlockKind.Same), type, tolerance);

    [Theory]
    [MemberData(nameof(Exactness.Both), MemberType = typeof(Exactness))]
    public void A_Bottleneck_that_keeps_the_size_matches_the_reference(ScalarType type, double tolerance) =>
        GoldenCase.Check("bottleneck_same", new Bottleneck(16, 4, 16, 1), (block, x) => [("y", block.Forward(x("x")))], StateName.Of, type, tolerance);

    [Theory]
    [MemberData(nameof(Exactness.Both), MemberType = typeof(Exactness))]
    public void A_Bottleneck_of_stride_2_matches_the_reference(ScalarType type, double tolerance) =>
        GoldenCase.Check("bottleneck_stride", new Bottleneck(8, 4, 16, 2), (block, x) => [("y", block.Forward(x("x")))], StateName.Of, type, tolerance);

    [Theory]
    [MemberData(nameof(Exactness.Both), MemberType = typeof(Exactness))]
    public void ReversibleUnit_matches_the_reference(ScalarType type, double tolerance) =>
        GoldenCase.Check("reversible_unit", new ReversibleUnit(16, 2), (block, x) => [("y", block.Forward(x("x")))], StateName.Of, type, tolerance);

    private static void Check(string name, DiscriminatorBlock block, ScalarType type, double tolerance) =>
        GoldenCase.Check(name, block, (b, x) => [("y", b.Forward(x("x")))], StateName.Of, type, tolerance);
}
