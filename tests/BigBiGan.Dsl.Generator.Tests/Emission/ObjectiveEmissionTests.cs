using BigBiGan.Dsl.Generator.Tests.Harness;

namespace BigBiGan.Dsl.Generator.Tests.Emission;

/// <summary>A variant's step has what its objective has, and nothing else.</summary>
public sealed class ObjectiveEmissionTests
{
    private const string BiGan = """
        variant: BiGan
        latent: { size: 6, prior: uniform }
        image: { size: 8, colours: 1 }
        generator: { mlp: { layers: 1, width: 16 } }
        encoder: { mlp: { layers: 1, width: 16 }, posterior: point }
        discriminator: { mlp: { layers: 1, width: 16 } }
        objective: { loss: cross-entropy, scores: [xz] }
        training: { batch: 4, steps: 10, learning-rate: { G: 1e-4, D: 1e-4, E: 1e-4 }, updates: simultaneous, ema: 0 }

        """;

    [Fact]
    public void Simultaneous_updates_are_one_step_with_two_losses()
    {
        var text = Emitted(BiGan);
        Assert.Contains("Updates => [new(\"GED\", 1, Step)];", text);
        Assert.Contains("return new StepLosses([discriminatorLoss, loss], [ScoreMeans.Split(\"xz\", scores.Joint)]);", text);
        Assert.Contains("CrossEntropyObjective.GeneratorEncoderTerm(scores.Joint)", text);
        Assert.DoesNotContain("Hinge", text);
        Assert.DoesNotContain("no_grad", text);
        Assert.DoesNotContain("bias", text.Replace("bias: false", ""));
    }

    [Fact]
    public void Over_whole_vectors_D_normalises_its_halves_apart_and_E_does_not()
    {
        var text = Emitted(BiGan.Replace("layers: 1", "layers: 2"));
        Assert.Contains("Layer1 = Register(\"layer1\", new LinearLeakyRelu(70, 16, slope: 0.2));", text);
        Assert.Contains("Layer2 = Register(\"layer2\", new LinearBatchNormRelu(16, 16, slope: 0.2, halves: true));", text);
        Assert.Contains("Layer1 = Register(\"layer1\", new LinearLeakyRelu(64, 16, slope: 0.2));", text);
        Assert.Contains("Layer2 = Register(\"layer2\", new LinearBatchNormRelu(16, 16, slope: 0.2));", text);
        Assert.Contains("Initialize.Fixed(Encoder, seed, \"E\");", text);
    }

    [Fact]
    public void A_separate_regression_stops_the_gradient_at_E_and_a_joint_one_does_not()
    {
        var separate = Emitted(BiGan.Replace("posterior: point", "posterior: tanh").Replace("scores: [xz]", "scores: [x], regression: separate"));
        Assert.Contains("generated.Tensor.detach()", separate);
        Assert.Contains("LatentRegression.CrossEntropy(regressed.Tensor, batch.Z)", separate);
        Assert.DoesNotContain("inferred", separate.Replace("public Tensor Infer", ""));

        var joint = Emitted(BiGan.Replace("posterior: point", "posterior: tanh").Replace("scores: [xz]", "scores: [x], regression: joint, weights: { regression: 0.5 }"));
        Assert.DoesNotContain("detach()", joint);
        Assert.Contains("Weighted.Of(LatentRegression.CrossEntropy(regressed.Tensor, batch.Z), 0.5)", joint);
    }

    [Fact]
    public void Each_score_is_a_named_term_of_the_loss_that_the_spec_asks_for()
    {
        var text = Emitted(Specs.Tiny.Replace("scores: [x, z, xz]", "loss: least-squares, scores: [x, z, xz], weights: { xz: 2 }"));
        Assert.Contains("(\"x\", LeastSquaresObjective.DiscriminatorTerm(scores.X)),", text);
        Assert.Contains("(\"xz\", Weighted.Of(LeastSquaresObjective.GeneratorEncoderTerm(scores.Joint), 2.0)));", text);
        Assert.DoesNotContain("Hinge", text);
    }

    [Fact]
    public void A_distribution_is_sampled_with_noise_and_inferred_without()
    {
        var text = Emitted(Specs.Tiny.Replace("posterior: gaussian", "posterior: laplace"));
        Assert.Contains("public LaplacePosterior<Latent", text);
        Assert.Contains("using var inferred = posterior.Sample(batch.Noise!);", text);
        Assert.Contains("return posterior.Mu;", text);
        Assert.Contains("NeedsNoise: true", text);
    }

    [Fact]
    public void An_autoencoder_has_no_discriminator_and_draws_no_latents_in_its_step()
    {
        var text = Emitted(BiGan.Replace("discriminator: { mlp: { layers: 1, width: 16 } }", "discriminator: none")
            .Replace("loss: cross-entropy, scores: [xz]", "reconstruction: l1").Replace("D: 1e-4, ", "").Replace("updates: simultaneous, ", ""));
        Assert.Contains("Updates => [new(\"GE\", 1, GeneratorEncoderStep)];", text);
        Assert.Contains("Reconstruction.AbsoluteError(reconstructed.Tensor, batch.X)", text);
        Assert.DoesNotContain("Discriminator", text.Replace("DiscriminatorRate", ""));
        Assert.DoesNotContain("batch.Z", text);
    }

    [Fact]
    public void Labels_reach_G_and_the_projection_of_D()
    {
        var text = Emitted("""
            variant: Labelled
            latent: { size: 8 }
            image: { size: 32, colours: 1 }
            labels: { classes: 5, from: data }
            generator: { channels: 2, shared: 4 }
            encoder: none
            discriminator: { F: { channels: 2 } }
            objective: { scores: [x] }
            training: { batch: 4, steps: 10, learning-rate: { G: 1e-4, D: 1e-4 }, ema: 0.9, augmentation: { crop: { area: [0.5, 1], aspect: [1, 1] } } }

            """);
        Assert.Contains("public Grey32 Forward(Latent8 z, Labels5 y)", text);
        Assert.Contains("public Scores Forward(Grey32 x, Labels5 y)", text);
        Assert.Contains("Generator.Forward(Latent8.From(batch.Z), Labels5.From(batch.Labels!.Drawn))", text);
        Assert.Contains("Labels: new LabelFacts(5, LabelSource.Data)", text);
        Assert.Contains("Crop: new CropFacts(0.5, 1.0, 1.0, 1.0)", text);
    }

    [Fact]
    public void Bfloat16_begins_at_the_image_and_ends_before_tanh()
    {
        var text = Emitted(Specs.Tiny.Replace("ema: 0.9", "ema: 0.9\n  precision: bfloat16"));
        Assert.Contains("MemoryOrder.Of(x.Tensor, HalfPrecision.Of(x.Tensor))", text);
        Assert.Matches(@"(h\d+)\.to\(HalfPrecision\.Wide\(\1\)\);", text);
        Assert.DoesNotContain("HalfPrecision", Emitted(Specs.Tiny));
    }

    [Fact]
    public void A_reversible_stage_is_one_call()
    {
        var stored = Specs.Tiny.Replace("family: resnet, depth: [1, 1]", "family: revnet, depth: [2, 1]");
        Assert.Contains("ReversibleStage.Forward(h1, Stage1Unit1, Stage1Unit2)", Emitted(stored.Replace("stem: small", "stem: small, memory: reversible")));
        Assert.DoesNotContain("ReversibleStage", Emitted(stored));
    }

    private static string Emitted(string spec)
    {
        var generation = Generation.Of(("x.yaml", spec));
        Assert.Empty(generation.Problems);
        Assert.Empty(generation.CompilerErrors());
        return generation.Short("x");
    }
}
