using BigBiGan.Dsl.Spec.Canonical;
using BigBiGan.Dsl.Spec.Workspace;

namespace BigBiGan.Dsl.Spec.Tests;

public sealed class CanonicalYamlTests
{
    public static TheoryData<string> Specs =>
    [
        Samples.Base,
        Samples.Fashion,
        Samples.PlainGan,
        Samples.Fashion.With("variant: Fashion", "variant: Fashion\nsummary: \"with \\\"quotes\\\", # no comment, a \\\\ and {braces}: 😀\""),
        Samples.Fashion.With("channels: 4, shared: 16", "channels: 8, blocks: [{ up: 4 }, attention, { same: 3 }, { up: 2 }, { up: 1 }]").With("size: 32 }", "size: 35 }"),
        Samples.Fashion.With("1e-3", "1.2345678901234567e-7"),
        Samples.Base.With("prior: normal", "prior: uniform").With("posterior: gaussian", "posterior: tanh"),
    ];

    [Theory]
    [MemberData(nameof(Specs))]
    public void A_variant_printed_reads_back_equal(string text)
    {
        var variant = Check.Sound("x.yaml", ("x.yaml", text));
        Assert.Equal(variant, Check.Sound("x.yaml", ("x.yaml", CanonicalYaml.Write(variant))));
    }

    [Fact]
    public void An_inherited_variant_printed_stands_alone()
    {
        var variant = Check.Sound("imagenet/revnet-x4.yaml", Samples.Imagenet());
        var alone = Check.Sound("imagenet/revnet-x4.yaml", ("imagenet/revnet-x4.yaml", CanonicalYaml.Write(variant)));
        Assert.Equal(variant with { Base = null, Ablates = null }, alone);
        Assert.Equal(SpecHash.Of(variant), SpecHash.Of(alone));
    }

    [Fact]
    public void Printing_has_one_form()
    {
        var text = CanonicalYaml.Write(Check.Sound("x.yaml", ("x.yaml", Samples.Fashion)));
        Assert.StartsWith("variant: Fashion\nlatent:\n  size: 32\n  prior: normal\nimage:\n  size: 32\n  colours: 1\nlabels: none\ngenerator:\n  channels: 4\n  shared: 16\n  blocks: [{ up: 4 }, { up: 4 }, { up: 4 }]\n", text);
        Assert.Contains("  learning-rate:\n    G: 0.0004\n    D: 0.0004\n    E: 0.001\n", text);
        Assert.Equal(text, CanonicalYaml.Write(Check.Sound("x.yaml", ("x.yaml", text))));
    }

    [Fact]
    public void Nothing_of_a_variant_is_left_out_of_its_file() =>
        Assert.Empty(SpecReader.Read("x.yaml", CanonicalYaml.Write(Check.Sound("x.yaml", ("x.yaml", Samples.Base)))).File.Problems);
}
