namespace BigBiGan.Dsl.Generator.Tests.Harness;

/// <summary>Spec texts that tests start from.</summary>
internal static class Specs
{
    /// <summary>A whole variant with tiny networks.</summary>
    public const string Tiny = """
        variant: Tiny
        summary: a small one
        latent: { size: 8, prior: normal }
        image: { size: 32, colours: 1 }
        generator: { channels: 2, blocks: biggan, shared: 4 }
        encoder:
          backbone: { family: resnet, depth: [1, 1], channels: 4, stem: small }
          head: { layers: 2, width: 8 }
          posterior: gaussian
        discriminator:
          F: { channels: 2, blocks: biggan }
          H: { layers: 2, width: 8 }
          J: { layers: 2, width: 8 }
        objective: { scores: [x, z, xz] }
        training:
          batch: 4
          steps: 10
          learning-rate: { G: 1e-4, D: 1e-4, E: 1e-4 }
          adam: { beta1: 0.5, beta2: 0.999, epsilon: 1e-8 }
          discriminator-steps: 1
          ema: 0.9

        """;

    /// <summary>A child of <see cref="Tiny"/> that changes D alone.</summary>
    public const string NoUnaries = """
        variant: NoUnaries
        extends: tiny
        objective: { scores: [xz] }

        """;
}
