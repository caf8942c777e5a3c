using BigBiGan.Dsl.Spec.Workspace;

namespace BigBiGan.Dsl.Spec.Tests.Grids;

public sealed class CellIdentityTests
{
    private const string Lab = """
        grid: Lab
        variants: [../small/fashion]
        seeds: [0]
        data: fashion-mini
        product: { training.batch: [16], training.ema: [0.5] }
        protocol: { samples: 1000 }

        """;

    private static readonly string Identity = Of(Samples.Fashion, Lab);

    /// <summary>The number on every machine; it may change only with the semantics version.</summary>
    [Fact]
    public void The_identity_of_a_cell_stays_what_it_was() => Assert.Equal("56da570babc436b72f28ee27edc57a4085e6ab85a7b66ba1648b1f41b591d389", Identity);

    [Theory]
    [InlineData("grid: Lab", "grid: Other # a word")]
    [InlineData("grid: Lab", "summary: words\ngrid: Lab")]
    [InlineData("training.batch: [16], training.ema: [0.5]", "training.ema: [5e-1], training.batch: [2^4]")]
    [InlineData("product: { training.batch: [16], training.ema: [0.5] }", "zip: { training.batch: [16] }\nunion: [{ product: { training.ema: [0.5] } }]")]
    [InlineData("product: { training.batch: [16], training.ema: [0.5] }", "product: { training: [{ ema: 0.5, batch: 16 }] }")]
    [InlineData("samples: 1000", "samples: 1k, neighbours: 5")]
    [InlineData("\n", "\r\n")]
    public void Spelling_order_and_names_do_not_enter(string old, string replacement) => Assert.Equal(Identity, Of(Samples.Fashion, Lab.With(old, replacement)));

    [Theory]
    [InlineData("[16]", "[32]")]
    [InlineData("[0.5]", "[0.6]")]
    [InlineData("seeds: [0]", "seeds: [1]")]
    [InlineData("data: fashion-mini", "data: fashion")]
    [InlineData("data: fashion-mini", "data: fashion-mini\nmanifest: 74d6300c486db042068eabd8778f526a03a8b4dd4176e39872f5af3f3f4c33e1")]
    [InlineData("samples: 1000", "samples: 1001")]
    public void Every_value_enters(string old, string replacement) => Assert.NotEqual(Identity, Of(Samples.Fashion, Lab.With(old, replacement)));

    [Fact]
    public void A_comment_in_the_variant_does_not_enter_and_a_value_does()
    {
        Assert.Equal(Identity, Of(Samples.Fashion.With("variant: Fashion", "# words\nvariant: Renamed"), Lab));
        Assert.NotEqual(Identity, Of(Samples.Fashion.With("shared: 16", "shared: 8"), Lab));
    }

    [Fact]
    public void The_order_of_files_does_not_enter() => Assert.Equal(
        SpecSet.Read([("small/fashion.yaml", Samples.Fashion), ("grids/lab.yaml", Lab)]).Grids.Single(),
        SpecSet.Read([("grids/lab.yaml", Lab), ("small/fashion.yaml", Samples.Fashion)]).Grids.Single());

    [Fact]
    public void The_written_variant_has_the_identity_of_the_varied_one()
    {
        var written = Samples.Fashion.With("batch: 32", "batch: 16").With("ema: 0.998", "ema: 0.5");
        Assert.Equal(Identity, Of(written, "grid: Plain\nvariants: [../small/fashion]\nseeds: [0]\ndata: fashion-mini\nprotocol: { samples: 1000 }\n"));
    }

    private static string Of(string variant, string grid)
    {
        (string, string)[] files = [("small/fashion.yaml", variant), ("grids/lab.yaml", grid)];
        Assert.Empty(Check.Problems(files));
        return Assert.Single(SpecSet.Read(files).Grids.Single().Cells).Identity;
    }
}
