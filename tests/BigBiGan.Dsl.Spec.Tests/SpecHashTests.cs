using BigBiGan.Dsl.Spec.Canonical;

namespace BigBiGan.Dsl.Spec.Tests;

public sealed class SpecHashTests
{
    private static readonly string Hash = Of(Samples.Fashion);

    /// <summary>A run's identity holds it: it may change only with the semantics of specs. Computed by another program from the 45 lines.</summary>
    [Fact]
    public void The_hash_of_a_spec_stays_what_it_was() =>
        Assert.Equal("74d6300c486db042068eabd8778f526a03a8b4dd4176e39872f5af3f3f4c33e1", Hash);

    [Theory]
    [InlineData("variant: Fashion", "variant: Other")]
    [InlineData("variant: Fashion", "variant: Fashion # the best")]
    [InlineData("variant: Fashion", "variant: Fashion\nsummary: other words")]
    [InlineData("steps: 1k", "steps: 1000")]
    [InlineData("shared: 16", "shared: 16, blocks: biggan")]
    [InlineData("shared: 16", "shared: 16, blocks: [{ up: 4 }, { up: 4 }, { up: 4 }]")]
    [InlineData("encoder:\n", "encoder:\n  image: 32\n")]
    [InlineData("layers: 8, width: 128", "width: 128, layers: 8")]
    [InlineData("G: 4e-4, D: 4e-4", "D: 0.0004, G: 0.4e-3")]
    [InlineData("\n", "\r\n")]
    public void Spelling_does_not_enter(string old, string replacement) => Assert.Equal(Hash, Of(Samples.Fashion.With(old, replacement)));

    [Theory]
    [InlineData("shared: 16", "shared: 17")]
    [InlineData("ema: 0.998", "ema: 0.999")]
    [InlineData("shift: 2", "shift: 1")]
    [InlineData("stem: small", "stem: imagenet")]
    [InlineData("colours: 1", "colours: 3")]
    public void Every_value_enters(string old, string replacement) => Assert.NotEqual(Hash, Of(Samples.Fashion.With(old, replacement)));

    [Fact]
    public void Inheritance_and_place_do_not_enter()
    {
        var child = Check.Sound("other/y.yaml", ("x.yaml", Samples.Fashion.With("variant: Fashion\n", "")), ("other/y.yaml", "variant: Y\nextends: ../x"));
        Assert.Equal(Hash, SpecHash.Of(child));
    }

    private static string Of(string text) => SpecHash.Of(Check.Sound("x.yaml", ("x.yaml", text)));
}
