using BigBiGan.Dsl.Generator.Tests.Harness;

namespace BigBiGan.Dsl.Generator.Tests.Emission;

/// <summary>Wrong pairings do not compile.</summary>
public sealed class TypedTests
{
    private static readonly (string, string)[] Models =
    [
        ("tiny.yaml", Specs.Tiny),
        ("high.yaml", Specs.Tiny.Replace("variant: Tiny", "variant: High").Replace("encoder:\n", "encoder:\n  image: 64\n").Replace("latent: { size: 8", "latent: { size: 16")),
        ("gan.yaml", Specs.Tiny[..Specs.Tiny.IndexOf("encoder:", StringComparison.Ordinal)].Replace("variant: Tiny", "variant: Gan") + """
            encoder: none
            discriminator: { F: { channels: 2 } }
            objective: { scores: [x] }
            training: { batch: 4, steps: 10, learning-rate: { G: 1e-4, D: 1e-4 }, ema: 0.99 }

            """),
    ];

    [Theory]
    [InlineData("Scores(Lab.Tiny m, Lab.Grey32 x, Lab.Latent8 z) { _ = m.Discriminator.Forward(x, z).Joint; }", null)]
    [InlineData("Size(Lab.High m, Lab.Grey32 x) { _ = m.Encoder.Forward(x); }", "CS1503")]
    [InlineData("Latent(Lab.High m, Lab.Latent8 z) { _ = m.Generator.Forward(z); }", "CS1503")]
    [InlineData("NoEncoder(Lab.Gan m) { _ = m.Encoder; }", "CS1061")]
    [InlineData("NoJoint(Lab.Gan m, Lab.Grey32 x) { _ = m.Discriminator.Forward(x).Joint; }", "CS1061")]
    public void Wrong_pairings_do_not_compile(string method, string? error)
    {
        var generation = Generation.Of(Models, $"static class Use {{ public static void {method} }}");

        Assert.Empty(generation.Problems);
        if (error is null)
        {
            Assert.Empty(generation.CompilerErrors());
        }
        else
        {
            Assert.Contains(error, Assert.Single(generation.CompilerErrors()));
        }
    }
}
