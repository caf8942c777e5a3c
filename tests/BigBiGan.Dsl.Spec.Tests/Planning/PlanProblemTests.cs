namespace BigBiGan.Dsl.Spec.Tests.Planning;

/// <summary>What docs/problems.md does not show of the shape rules.</summary>
public sealed class PlanProblemTests
{
    [Fact]
    public void Every_shape_problem_comes_out_in_one_pass() => Check.Spec(
        Samples.Fashion
            .With("latent: { size: 32 }", "latent: { size: 33, prior: uniform }")
            .With("channels: 4, shared: 16", "channels: 4, blocks: [{ up: 1 }, attention, { up: 1 }]")
            .With("encoder:\n", "encoder:\n  image: 40\n")
            .With("F: { channels: 4 }", "F: { channels: 4, blocks: [{ down: 1 }, { down: 1 }, { down: 1 }, { down: 1 }, { down: 1 }, { down: 1 }] }")
            .With("shift: 2", "shift: 64")
            + "objective: { scores: [z] }\n",
        "BBG0412 at `uniform`: `encoder.posterior` is `gaussian` (the default), but `latent.prior` is `uniform`; a gaussian leaves U(-1, 1): expected `tanh` or `point`",
        "BBG0404 at `[{ up: 1 }, attention, { up: 1 }]`: `image.size` is `32` (line 3), but the 2 `up` blocks of `generator.blocks` grow 4x4 to 16x16; expected 3 `up` blocks",
        "BBG0408 at `[{ up: 1 }, attention, { up: 1 }]`: `generator.blocks[1]` attends on 4 channels, where `generator.channels` is `4`; expected a multiple of 8: change the channels or move the attention",
        "BBG0406 at `40`: `encoder.image` is `40`, but `image.size` is `32` (line 3); expected 32, 64 or 128, which pool down to D's size",
        "BBG0405 at `[{ down: 1 }, { down: 1 }, { down: 1 }, { down: 1 }, { down: 1 }, { down: 1 }]`: `discriminator.F.blocks[5]` would halve 1x1; `image.size` is `32` (line 3), which halves 5 times: expected fewer `down` blocks",
        "BBG0414 at `64`: `training.augmentation.shift` is `64`; images of 40 px would be moved out of sight: expected less than 40",
        "BBG0413 at `[z]`: `objective.scores` is `[z]`; only `xz` pairs images with latents and trains J: expected it among the scores, or `encoder: none`");

    [Theory]
    [InlineData(5, "expected a multiple of 4, such as 4")]
    [InlineData(1, "expected a multiple of 4, such as 4")]
    [InlineData(6, "expected a multiple of 4, such as 8")]
    [InlineData(121, "expected a multiple of 4, such as 120")]
    public void The_nearest_latent_is_offered(int size, string mend) => Check.Spec(
        Samples.Fashion.With("latent: { size: 32 }", $"latent: {{ size: {size} }}"),
        $"BBG0401 at `{size}`: `latent.size` is `{size}`; the stem and 3 residual blocks of G each take an equal chunk of z: {mend}");

    [Fact]
    public void A_preset_attention_needs_enough_channels_too() => Check.Specs(
        [("base.yaml", Samples.Base), ("x.yaml", "variant: X\nextends: base\ngenerator: { channels: 3 }\ndiscriminator: { F: { channels: 4 } }")],
        "BBG0408 at `3`: `generator.blocks[4]` (base.yaml:5) attends on 6 channels, where `generator.channels` is `3`; expected a multiple of 8: change the channels or move the attention",
        "BBG0408 at `4`: `discriminator.F.blocks[1]` (base.yaml:12) attends on 4 channels, where `discriminator.F.channels` is `4`; expected a multiple of 8: change the channels or move the attention");

    [Fact]
    public void Attention_on_the_image_itself_has_too_few_channels() => Check.Spec(
        Samples.Fashion.With("F: { channels: 4 }", "F: { channels: 4, blocks: [attention, { down: 1 }] }"),
        "BBG0408 at `[attention, { down: 1 }]`: `discriminator.F.blocks[0]` attends on 1 channel, where `discriminator.F.channels` is `4`; expected a multiple of 8: change the channels or move the attention");

    [Fact]
    public void No_number_of_ups_gives_an_odd_size() => Check.Spec(
        Samples.Fashion
            .With("size: 32, colours: 1", "size: 48, colours: 1")
            .With("channels: 4, shared: 16", "channels: 4, blocks: [{ up: 4 }, { up: 2 }, { up: 1 }]")
            .With("F: { channels: 4 }", "F: { channels: 4, blocks: [{ down: 1 }] }"),
        "BBG0404 at `[{ up: 4 }, { up: 2 }, { up: 1 }]`: `image.size` is `48` (line 3), but the 3 `up` blocks of `generator.blocks` grow 4x4 to 32x32; expected an image size of 4 times a power of two");

    [Theory]
    [InlineData(32, "imagenet", "[1, 1, 1, 1]")]
    [InlineData(64, "imagenet", "[1, 1, 1, 1, 1]")]
    [InlineData(32, "small", "[1, 1, 1, 1, 1, 1]")]
    public void An_encoder_may_go_down_to_one_pixel(int image, string stem, string depth)
    {
        var encoder = Plans.Of(Samples.Fashion.With("encoder:\n", $"encoder:\n  image: {image}\n").With("depth: [1, 1, 1], channels: 16, stem: small", $"depth: {depth}, channels: 16, stem: {stem}")).Encoder!;
        Assert.Equal(1, encoder.Module("Norm").Output.Height);
    }

    [Fact]
    public void F_may_go_down_to_one_pixel() =>
        Assert.Equal(1, Plans.Of(Samples.Fashion.With("F: { channels: 4 }", "F: { channels: 4, blocks: [{ down: 1 }, { down: 1 }, { down: 1 }, { down: 1 }, { down: 1 }] }")).F!.Module("Block5").Output.Height);

    [Fact]
    public void A_uniform_prior_goes_with_a_point_and_with_tanh()
    {
        Check.Spec(Samples.Base.With("prior: normal", "prior: uniform").With("posterior: gaussian", "posterior: point"));
        Check.Spec(Samples.Base.With("prior: normal", "prior: uniform").With("posterior: gaussian", "posterior: tanh"));
    }

    [Fact]
    public void A_normal_prior_does_not_go_with_tanh() => Check.Spec(
        Samples.Base.With("posterior: gaussian", "posterior: tanh"),
        "BBG0412 at `tanh`: `encoder.posterior` is `tanh`, but `latent.prior` is `normal` (line 3); tanh never leaves (-1, 1): expected `gaussian` or `point`, or `prior: uniform`");

    [Theory]
    [InlineData("[x, z, xz]")]
    [InlineData("[xz]")]
    [InlineData("[z]")]
    public void A_plain_GAN_has_one_score(string scores) => Check.Spec(
        Samples.PlainGan.With("[x]", scores),
        $"BBG0413 at `{scores}`: `objective.scores` is `{scores}`, but there is no encoder, and so no z to score; expected `[x]`");

    [Fact]
    public void A_plain_GAN_has_no_H_no_J_and_no_rate_of_E() => Check.Specs(
        [("base.yaml", Samples.Base), ("x.yaml", "variant: X\nextends: base\nencoder: none\nobjective: { scores: [x] }\ndiscriminator: { J: { width: 8 } }")],
        "BBG0205 at `X`: `discriminator.H` (base.yaml:13) has no effect without an encoder; remove it with `discriminator: { H: ~ }`",
        "BBG0205 at `X`: `training.learning-rate.E` (base.yaml:19) has no effect without an encoder; remove it with `training: { learning-rate: { E: ~ } }`",
        "BBG0205 at `{ width: 8 }`: `discriminator.J` has no effect without an encoder; remove it");

    [Fact]
    public void A_spec_that_brings_the_encoder_back_is_sound() => Check.Specs(
        [("gan.yaml", Samples.PlainGan.With("variant: Gan\n", "")), ("x.yaml", Samples.Fashion.With("variant: Fashion", "variant: X\nextends: gan") + "objective: { scores: [x, z, xz] }\n")]);
}
