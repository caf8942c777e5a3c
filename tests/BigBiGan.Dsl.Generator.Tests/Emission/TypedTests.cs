using BigBiGan.Dsl.Generator.Tests.Harness;

namespace BigBiGan.Dsl.Generator.Tests.Emission;

/// <summary>What the compiler knows of every variant and grid by its type: wrong pairings do not compile, and each says so in C#'s own words.</summary>
public sealed class TypedTests
{
    private const string Small = """
        variant: Small
        latent: { size: 120, prior: normal }
        image: { size: 128, colours: 3 }
        generator: { channels: 8, blocks: biggan, shared: 4 }
        encoder:
          backbone: { family: resnet, depth: [1, 1, 1, 1], channels: 4, stem: imagenet }
          head: { layers: 2, width: 8 }
          posterior: gaussian
          image: 256
        discriminator: { F: { channels: 8, blocks: biggan }, H: { layers: 2, width: 8 }, J: { layers: 2, width: 8 } }
        objective: { scores: [x, z, xz] }
        training: { batch: 4, steps: 10, learning-rate: { G: 1e-4, D: 1e-4, E: 1e-4 }, ema: 0.9 }

        """;

    /// <summary>A pair at 128 px whose E sees 256 px, one whose G and D are of 256 px, one without x's own score, a GAN (with the same G as the first: equal networks are one class) and a grid.</summary>
    private static readonly (string, string)[] Models =
    [
        ("small.yaml", Small),
        ("large.yaml", "variant: Large\nextends: small\nlatent: { size: 140 }\nimage: { size: 256 }\n"),
        ("joint.yaml", "variant: Joint\nextends: small\nobjective: { scores: [xz] }\n"),
        ("gan.yaml", Small[..Small.IndexOf("encoder:", StringComparison.Ordinal)].Replace("variant: Small", "variant: Gan") + """
            encoder: none
            discriminator: { F: { channels: 8 } }
            objective: { scores: [x] }
            training: { batch: 4, steps: 10, learning-rate: { G: 1e-4, D: 1e-4 }, ema: 0.9 }

            """),
        ("table1.yaml", "grid: Table1\nvariants: [small, joint]\nseeds: [0]\ndata: fashion\n"),
    ];

    [Theory]
    [InlineData("m.Encoder.Forward(x256)")]
    [InlineData("m.Generator.Forward(z120)")]
    [InlineData("large.Generator.Forward(z140)")]
    [InlineData("m.Discriminator.Forward(x128, z120).Joint")]
    [InlineData("Lab.Grids.Table1.Cells[0].Variant")]
    public void What_fits_compiles(string expression) => Assert.Empty(Errors(expression));

    [Theory]
    [InlineData("m.Encoder.Forward(x128)", "error CS1503: Argument 1: cannot convert from 'Lab.Image128' to 'Lab.Image256'")]
    [InlineData("large.Generator.Forward(z120)", "error CS1503: Argument 1: cannot convert from 'Lab.Latent120' to 'Lab.Latent140'")]
    [InlineData("m.Discriminator.Forward(x256, z120)", "error CS1503: Argument 1: cannot convert from 'Lab.Image256' to 'Lab.Image128'")]
    [InlineData("m.Discriminator.Forward(z120, x128)", "error CS1503: Argument 1: cannot convert from 'Lab.Latent120' to 'Lab.Image128'", "error CS1503: Argument 2: cannot convert from 'Lab.Image128' to 'Lab.Latent120'")]
    [InlineData("m.Generator.Forward(x128.Tensor)", "error CS1503: Argument 1: cannot convert from 'TorchSharp.torch.Tensor' to 'Lab.Latent120'")]
    public void An_image_or_latent_of_another_size_does_not_compile(string expression, params string[] errors) => Assert.Equal(errors, Errors(expression));

    [Theory]
    [InlineData("gan.Encoder", "error CS1061: 'Gan' does not contain a definition for 'Encoder'")]
    [InlineData("gan.Infer(x128.Tensor)", "error CS1061: 'Gan' does not contain a definition for 'Infer'")]
    [InlineData("gan.Discriminator.H", "error CS1061: 'GanDiscriminator' does not contain a definition for 'H'")]
    [InlineData("gan.Discriminator.Forward(x128, z120)", "error CS1501: No overload for method 'Forward' takes 2 arguments")]
    [InlineData("gan.Discriminator.Forward(x128).Joint", "error CS1061: 'GanDiscriminator.Scores' does not contain a definition for 'Joint'")]
    [InlineData("joint.Discriminator.Forward(x128, z120).Image", "error CS1061: 'JointDiscriminator.Scores' does not contain a definition for 'Image'")]
    [InlineData("m.Generator.Block6", "error CS1061: 'GanGenerator' does not contain a definition for 'Block6'")]
    public void A_network_layer_or_score_that_the_variant_does_not_have_does_not_compile(string expression, string error) => Assert.StartsWith(error, Assert.Single(Errors(expression)));

    [Theory]
    [InlineData("(Lab.LargeGenerator)m.Generator", "error CS0030: Cannot convert type 'Lab.GanGenerator' to 'Lab.LargeGenerator'")]
    [InlineData("new[] { large.Generator }[0] = m.Generator", "error CS0029: Cannot implicitly convert type 'Lab.GanGenerator' to 'Lab.LargeGenerator'")]
    public void Another_variants_network_does_not_compile(string expression, string error) => Assert.Equal(error, Assert.Single(Errors(expression)));

    [Theory]
    [InlineData("Lab.Grids.Tble1", "error CS0117: 'Grids' does not contain a definition for 'Tble1'")]
    [InlineData("Lab.Cells.Table1.SmallBatch8.Description", "error CS0234: The type or namespace name 'Cells' does not exist in the namespace 'Lab'")]
    [InlineData("Lab.Smal.Create()", "error CS0234: The type or namespace name 'Smal' does not exist in the namespace 'Lab'")]
    public void A_grid_cell_or_variant_that_does_not_exist_does_not_compile(string expression, string error) => Assert.StartsWith(error, Assert.Single(Errors(expression)));

    private static string[] Errors(string expression)
    {
        var generation = Generation.Of(Models, $$"""
            static class Use
            {
                public static void Run(
                    Lab.Small m, Lab.Large large, Lab.Joint joint, Lab.Gan gan,
                    Lab.Image128 x128, Lab.Image256 x256, Lab.Latent120 z120, Lab.Latent140 z140) => _ = {{expression}};
            }
            """);

        Assert.Empty(generation.Problems);
        var errors = generation.CompilerErrors();
        Assert.All(errors, error => Assert.StartsWith("File0.cs(5,", error, StringComparison.Ordinal));
        return [.. errors.Select(error => error[(error.IndexOf(' ', StringComparison.Ordinal) + 1)..])];
    }
}
