namespace BigBiGan.Dsl.Spec.Tests.Planning;

/// <summary>The counts that a correct build of the paper's networks reproduces.</summary>
public sealed class ParameterCountTests
{
    [Theory]
    [InlineData(96, 70_306_116)]
    [InlineData(64, 31_850_756)]
    [InlineData(32, 8_415_428)]
    public void Generator_at_128_px(int channels, long expected) =>
        Assert.Equal(expected, Plans.Of(Samples.Base.With("generator:   { channels: 96", $"generator: {{ channels: {channels}")).Generator.Parameters);

    [Fact]
    public void Generator_at_64_px() =>
        Assert.Equal(70_065_155, Plans.Of(Samples.Base.With("size: 128", "size: 64").With("image: 128", "image: 256")).Generator.Parameters);

    [Fact]
    public void Generator_at_256_px() =>
        Assert.Equal(81_969_732, Plans.Of(Samples.Base.With("size: 128", "size: 256").With("image: 128", "image: 256").With("size: 120", "size: 140")).Generator.Parameters);

    /// <summary>F alone, without its score: 1,537 more with it.</summary>
    [Fact]
    public void F_at_128_px() => Assert.Equal(86_444_833, Plans.Of(Samples.Base).F!.Parameters);

    /// <summary>D is F, H, J and the three scores.</summary>
    [Fact]
    public void D_at_128_px()
    {
        var plan = Plans.Of(Samples.Base);
        Assert.Equal(160_379_172, plan.F!.Parameters + plan.H!.Parameters + plan.J!.Parameters + plan.Scores!.Parameters);
        Assert.Equal(1_537, plan.Scores!.Module("X").Parameters);
    }

    [Theory]
    [InlineData("family: resnet, depth: 50, width: 1", 23_500_352)]
    [InlineData("family: resnet, depth: 101, width: 1", 42_492_480)]
    [InlineData("family: resnet, depth: 50, width: 2", 93_891_712)]
    [InlineData("family: revnet, depth: 50, width: 1", 5_408_640)]
    [InlineData("family: revnet, depth: 50, width: 2", 21_505_792)]
    [InlineData("family: revnet, depth: 50, width: 4", 85_765_632)]
    public void Backbone(string keys, long expected)
    {
        var encoder = Plans.Of(Samples.Base.With("family: resnet, depth: 50, width: 1", keys)).Encoder!;
        var backbone = encoder.Modules.TakeWhile(module => !module.Member.StartsWith("Head", StringComparison.Ordinal));
        Assert.Equal(expected, backbone.Sum(module => module.Parameters));
    }

    [Fact]
    public void Encoder_with_ResNet_50() => Assert.Equal(91_612_976, Plans.Of(Samples.Base).Encoder!.Parameters);
}
