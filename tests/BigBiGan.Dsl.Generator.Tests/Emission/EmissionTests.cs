using BigBiGan.Dsl.Generator.Tests.Harness;
using VerifyXunit;

namespace BigBiGan.Dsl.Generator.Tests.Emission;

public sealed class EmissionTests
{
    [Fact]
    public void A_whole_variant_reads_as_if_written_by_hand()
    {
        var generation = Generation.Of(("small/tiny.yaml", Specs.Tiny));

        Assert.Empty(generation.CompilerErrors());
        Verifier.Verify(generation.Driver);
    }

    [Fact]
    public void A_point_posterior_gives_latents_and_asks_for_no_noise()
    {
        var generation = Generation.Of(("tiny.yaml", Specs.Tiny.Replace("posterior: gaussian", "posterior: point")));

        Assert.Empty(generation.CompilerErrors());
        Assert.Contains("public Latent8 Forward(Grey32 x)", generation.Short("tiny"));
        Assert.DoesNotContain("Noise!", generation.Short("tiny"));
        Assert.Contains("NeedsNoise: false", generation.Short("tiny"));
    }

    [Fact]
    public void A_uniform_prior_brings_its_own_prior_and_tanh()
    {
        var generation = Generation.Of(("tiny.yaml", Specs.Tiny.Replace("prior: normal", "prior: uniform").Replace("posterior: gaussian", "posterior: tanh")));

        Assert.Empty(generation.CompilerErrors());
        Assert.Contains("public UniformPrior<Latent8> Prior", generation.Short("tiny"));
        Assert.Contains("tanh_()", generation.Short("tiny"));
    }

    [Fact]
    public void A_gan_has_no_encoder_and_no_joint_score_at_all()
    {
        var generation = Generation.Of(("gan.yaml", Gan));

        Assert.Empty(generation.CompilerErrors());
        Verifier.Verify(generation.Driver, only: ["gan.g.cs"]);
    }

    [Fact]
    public void An_encoder_of_larger_images_feeds_D_by_average_pooling()
    {
        var generation = Generation.Of(("tiny.yaml", Specs.Tiny.Replace("encoder:\n", "encoder:\n  image: 64\n")));

        Assert.Empty(generation.CompilerErrors());
        Assert.Contains("Pool.Average(batch.X, 2)", generation.Short("tiny"));
        Assert.Contains("Encoder.Forward(Grey64.From(batch.X))", generation.Short("tiny"));
    }

    [Fact]
    public void Equal_networks_are_emitted_once_and_by_the_root_of_the_chain()
    {
        var generation = Generation.Of(("a-child.yaml", Specs.NoUnaries), ("tiny.yaml", Specs.Tiny));

        Assert.Empty(generation.CompilerErrors());
        Assert.Contains("class TinyGenerator", generation.Short("tiny"));
        Assert.DoesNotContain("class NoUnariesGenerator", generation.Short("a-child"));
        Assert.Contains("public TinyGenerator Generator", generation.Short("a-child"));
        Assert.Contains("public TinyF F", generation.Short("a-child"));
        Assert.Contains("class NoUnariesDiscriminator", generation.Short("a-child"));
    }

    [Fact]
    public void Networks_are_shared_across_folders()
    {
        var generation = Generation.Of(("small/child.yaml", Specs.NoUnaries.Replace("extends: tiny", "extends: ../tiny")), ("tiny.yaml", Specs.Tiny));

        Assert.Empty(generation.CompilerErrors());
        Assert.Contains("public global::Lab.TinyGenerator Generator", generation["small.child"]);
    }

    [Fact]
    public void The_class_is_in_the_namespace_of_the_specs_folder()
    {
        var generation = Generation.Of([("small-grids/tiny.yaml", Specs.Tiny)], "class Use { Lab.SmallGrids.Tiny Model => Lab.SmallGrids.Tiny.Create(); }");

        Assert.Empty(generation.CompilerErrors());
    }

    [Fact]
    public void A_part_declares_no_class()
    {
        var part = Specs.Tiny.Replace("variant: Tiny\n", "").Replace("summary: a small one\n", "");
        var generation = Generation.Of(("part.yaml", part), ("whole.yaml", "variant: Whole\nextends: part\n"));

        Assert.Empty(generation.CompilerErrors());
        Assert.DoesNotContain(generation.Result.GeneratedSources, s => s.HintName == "part.g.cs");
        Assert.Contains("class WholeGenerator", generation.Short("whole"));
    }

    [Fact]
    public void Every_model_of_the_repository_compiles_without_a_warning()
    {
        Assert.True(Repository.Files.Count >= 7, $"only {Repository.Files.Count} specs were found");
        Assert.Empty(Repository.Models.Problems);
        Assert.Empty(Repository.Models.CompilerErrors());
    }

    private static string Gan => """
        variant: Gan
        latent: { size: 8 }
        image: { size: 32, colours: 3 }
        generator: { channels: 2, shared: 4 }
        encoder: none
        discriminator:
          F: { channels: 2 }
        objective: { scores: [x] }
        training:
          batch: 4
          steps: 10
          learning-rate: { G: 1e-4, D: 1e-4 }
          ema: 0.9

        """;
}
