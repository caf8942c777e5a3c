namespace BigBiGan.Dsl.Spec.Tests;

/// <summary>Specs to vary.</summary>
internal static class Samples
{
    public const string Base = """
        variant: Base
        summary: the base model of the ablation table
        latent:      { size: 120, prior: normal }
        image:       { size: 128, colours: 3 }
        generator:   { channels: 96, blocks: biggan }
        encoder:
          image: 128
          backbone: { family: resnet, depth: 50, width: 1 }
          head: { layers: 4, width: 4096 }
          posterior: gaussian
        discriminator:
          F: { channels: 96, blocks: biggan }
          H: { layers: 8, width: 2048 }
          J: { layers: 8, width: 2048 }
        objective:   { scores: [x, z, xz] }
        training:
          batch: 2048
          steps: 500k
          learning-rate: { G: 5e-5, D: 2e-4, E: 5e-5 }
          adam: { beta1: 0, beta2: 0.999, epsilon: 1e-8 }
          discriminator-steps: 2
          ema: 0.9999

        """;

    public const string HighResE = """
        variant: HighResE
        extends: base
        ablates: encoder.image
        encoder: { image: 256 }

        """;

    public const string RevNetX4 = """
        variant: RevNetX4
        extends: high-res-e
        ablates: encoder.backbone
        encoder: { backbone: { family: revnet, width: 4 } }

        """;

    /// <summary>Grey, 32 px, trainable on a CPU.</summary>
    public const string Fashion = """
        variant: Fashion
        latent: { size: 32 }
        image: { size: 32, colours: 1 }
        generator: { channels: 4, shared: 16 }
        encoder:
          backbone: { family: resnet, depth: [1, 1, 1], channels: 16, stem: small }
          head: { layers: 4, width: 256 }
        discriminator:
          F: { channels: 4 }
          H: { layers: 8, width: 128 }
          J: { layers: 8, width: 128 }
        training:
          batch: 32
          steps: 1k
          learning-rate: { G: 4e-4, D: 4e-4, E: 1e-3 }
          adam: { beta1: 0.5 }
          discriminator-steps: 1
          ema: 0.998
          augmentation: { flip: true, shift: 2 }

        """;

    public const string PlainGan = """
        variant: Gan
        latent: { size: 32 }
        image: { size: 32 }
        generator: { channels: 4 }
        encoder: none
        discriminator: { F: { channels: 4 } }
        objective: { scores: [x] }
        training: { batch: 32, steps: 1k, learning-rate: { G: 1e-4, D: 4e-4 }, ema: 0.999 }

        """;

    /// <summary>A class-conditional BigGAN.</summary>
    public const string Labelled = """
        variant: Labelled
        latent: { size: 32 }
        image: { size: 32 }
        labels: { classes: 10, from: file }
        generator: { channels: 4 }
        encoder: none
        discriminator: { F: { channels: 4 } }
        objective: { scores: [x], weights: { x: 0.5 } }
        training:
          batch: 32
          steps: 1k
          learning-rate: { G: 1e-4, D: 4e-4 }
          ema: 0.999
          precision: bfloat16
          augmentation: { crop: { area: [0.5, 1], aspect: [1, 1] } }

        """;

    /// <summary>BiGAN's permutation-invariant model.</summary>
    public const string BiGan = """
        variant: BiGan
        latent: { size: 50, prior: uniform }
        image: { size: 28, colours: 1 }
        generator: { mlp: { layers: 2, width: 64 } }
        encoder: { mlp: { layers: 2, width: 64 }, posterior: point }
        discriminator: { mlp: { layers: 2, width: 64 } }
        objective: { loss: cross-entropy, scores: [xz] }
        training:
          batch: 128
          steps: 1k
          learning-rate: { G: 2e-4, D: 2e-4, E: 2e-4 }
          adam: { beta1: 0.5 }
          updates: simultaneous
          ema: 0

        """;

    /// <summary>No discriminator.</summary>
    public const string Autoencoder = """
        variant: Autoencoder
        latent: { size: 50 }
        image: { size: 28, colours: 1 }
        generator: { mlp: { layers: 2, width: 64 } }
        encoder: { mlp: { layers: 2, width: 64 }, posterior: point }
        discriminator: none
        objective: { reconstruction: l2, weights: { reconstruction: 2 } }
        training: { batch: 128, steps: 1k, learning-rate: { G: 2e-4, E: 2e-4 }, ema: 0 }

        """;

    /// <summary>A GAN and an encoder that learns from its samples.</summary>
    public const string LatentRegressor = """
        variant: LatentRegressor
        latent: { size: 50, prior: uniform }
        image: { size: 28, colours: 1 }
        generator: { mlp: { layers: 2, width: 64 } }
        encoder: { mlp: { layers: 2, width: 64 }, posterior: tanh }
        discriminator: { mlp: { layers: 2, width: 64 } }
        objective: { loss: cross-entropy, scores: [x], regression: separate, weights: { regression: 2 } }
        training: { batch: 128, steps: 1k, learning-rate: { G: 2e-4, D: 2e-4, E: 2e-4 }, updates: simultaneous, ema: 0 }

        """;

    /// <summary>A sample with one piece of its text replaced.</summary>
    public static string With(this string sample, string old, string replacement)
    {
        Assert.Contains(old, sample);
        return sample.Replace(old, replacement);
    }

    /// <summary>Base, HighResE and RevNetX4 in one folder, and one more spec.</summary>
    public static (string Path, string Text)[] Imagenet(params (string Path, string Text)[] more) =>
        [("imagenet/base.yaml", Base), ("imagenet/high-res-e.yaml", HighResE), ("imagenet/revnet-x4.yaml", RevNetX4), .. more];
}
