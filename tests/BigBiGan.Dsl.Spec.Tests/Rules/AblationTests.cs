namespace BigBiGan.Dsl.Spec.Tests.Rules;

public sealed class AblationTests
{
    private static readonly (string Path, string Text) Base = ("base.yaml", Samples.Base);

    [Theory]
    [InlineData("encoder.posterior", "encoder: { posterior: point }")]
    [InlineData("encoder", "encoder: { posterior: point, image: 256 }")]
    [InlineData("objective.scores", "objective: { scores: [x, xz] }")]
    [InlineData("objective", "objective: { scores: [xz] }")]
    [InlineData("generator.channels", "generator: { channels: 32 }")]
    [InlineData("training.learning-rate.E", "training: { learning-rate: { E: 5e-4 } }")]
    [InlineData("training.adam", "training: { adam: { beta1: 0.5 } }")]
    [InlineData("training.augmentation", "training: { augmentation: { flip: true } }")]
    public void One_change_at_or_below_the_key_is_sound(string ablated, string change) => Check.Specs([Base, ("x.yaml", Variant(ablated, change))]);

    [Theory]
    [InlineData("encoder: { posterior: point }\ntraining: { batch: 64 }", "`training.batch` moved from `2048` to `64`")]
    [InlineData("encoder: { posterior: point, image: 256 }", "`encoder.image` moved from `128` to `256`")]
    [InlineData("encoder: { posterior: point, backbone: { stem: small } }", "`encoder.backbone.stem` moved from `imagenet` to `small`")]
    [InlineData("encoder: { posterior: point }\nobjective: { scores: [xz] }\nlatent: { size: 60 }", "`latent.size` moved from `120` to `60` and `objective.scores` moved from `[x, z, xz]` to `[xz]`")]
    public void A_second_change_is_named(string change, string moved) => Check.Specs(
        [Base, ("x.yaml", Variant("encoder.posterior", change))],
        $"BBG0503 at `encoder.posterior`: `ablates` is `encoder.posterior`, but {moved}; expected one change: undo the rest, or widen `ablates`");

    [Theory]
    [InlineData("")]
    [InlineData("encoder: { posterior: gaussian }")]
    [InlineData("encoder: { image: ~ }")] // the image size, as before
    public void An_ablation_has_to_change_something(string change) => Check.Specs(
        [Base, ("x.yaml", Variant("encoder.posterior", change))],
        "BBG0504 at `encoder.posterior`: `ablates` is `encoder.posterior`, but nothing there differs from the base");

    [Theory]
    [InlineData("training: { steps: 500000, batch: 2^11, ema: 9.999e-1 }")]
    [InlineData("generator: { shared: 128 }\ntraining: { augmentation: { flip: false } }")]
    [InlineData("encoder: { backbone: { depth: [3, 4, 6, 3] } }")]
    public void Another_spelling_is_no_change(string spelling) =>
        Check.Specs([Base, ("x.yaml", Variant("encoder.posterior", "encoder: { posterior: point }\n" + spelling).Replace("point }\nencoder: {", "point,"))]);

    [Fact]
    public void A_change_elsewhere_is_named_where_nothing_changed_at_the_key() => Check.Specs(
        [Base, ("x.yaml", Variant("encoder.posterior", "training: { batch: 64 }"))],
        "BBG0504 at `encoder.posterior`: `ablates` is `encoder.posterior`, but nothing there differs from the base; `training.batch` moved from `2048` to `64`");

    [Fact]
    public void What_the_absence_of_the_encoder_forces_belongs_to_it() => Check.Specs(
        [Base, ("x.yaml", Variant("encoder", "encoder: none\nobjective: { scores: [x] }\ndiscriminator: { H: ~, J: ~ }\ntraining: { learning-rate: { E: ~ } }"))]);

    [Fact]
    public void What_a_uniform_prior_forces_belongs_to_it() => Check.Specs(
        [Base, ("x.yaml", Variant("latent.prior", "latent: { prior: uniform }\nencoder: { posterior: tanh }"))]);

    [Fact]
    public void What_a_larger_image_forces_belongs_to_it() => Check.Specs(
        [("base.yaml", Samples.Base.With("image: 128", "image: 256")), ("x.yaml", Variant("image.size", "image: { size: 256 }\nlatent: { size: 140 }"))]);

    [Fact]
    public void E_follows_the_image_where_its_own_is_not_written() => Check.Specs(
        [("base.yaml", Samples.Base.With("  image: 128\n", "")), ("x.yaml", Variant("image.size", "image: { size: 64 }"))]);

    [Fact]
    public void What_is_not_forced_is_a_second_change_even_then() => Check.Specs(
        [Base, ("x.yaml", Variant("latent.prior", "latent: { prior: uniform, size: 60 }\nencoder: { posterior: tanh }"))],
        "BBG0503 at `latent.prior`: `ablates` is `latent.prior`, but `latent.size` moved from `120` to `60`; expected one change: undo the rest, or widen `ablates`");

    [Fact]
    public void Changes_that_only_go_back_together_are_second_changes_all_the_same()
    {
        const string PlainGan = "encoder: none\nobjective: { scores: [x] }\ndiscriminator: { H: ~, J: ~ }\ntraining: { learning-rate: { E: ~ } }";
        var problem = Assert.Single(Check.Problems(Base, ("x.yaml", Variant("generator.channels", "generator: { channels: 32 }\n" + PlainGan))));
        Assert.Contains("BBG0503", problem);
        Assert.Contains("`encoder` moved from `{ … }` to `none`", problem);
        Assert.Contains("`discriminator.H.layers` moved from `8` to nothing", problem);
    }

    [Fact]
    public void A_second_change_of_two_keys_is_found_beside_what_is_forced() => Check.Specs(
        [("base.yaml", Samples.Base.With("image: 128", "image: 256")), ("x.yaml", Variant("image.size", "image: { size: 256 }\nlatent: { size: 140, prior: uniform }\nencoder: { posterior: tanh }"))],
        "BBG0503 at `image.size`: `ablates` is `image.size`, but `latent.prior` moved from `normal` to `uniform` and `encoder.posterior` moved from `gaussian` to `tanh`; expected one change: undo the rest, or widen `ablates`");

    [Fact]
    public void An_encoder_may_be_what_a_variant_adds() => Check.Specs(
        [("base.yaml", Samples.PlainGan), ("x.yaml", Variant("encoder", "encoder: { backbone: { family: resnet, depth: [1, 1], stem: small }, head: { layers: 2, width: 64 } }\nobjective: { scores: [xz] }\ndiscriminator: { H: { layers: 2, width: 8 }, J: { layers: 2, width: 8 } }\ntraining: { learning-rate: { E: 1e-3 } }"))]);

    [Fact]
    public void An_ablation_without_a_base_is_no_ablation() => Check.Spec(
        "variant: X\nablates: encoder",
        "BBG0501 at `ablates`: `ablates` needs a base to differ from; add `extends`");

    [Theory]
    [InlineData("encodr")]
    [InlineData("variant")]
    [InlineData("encoder.head.depth")]
    public void An_ablation_names_a_key_of_a_spec(string ablated)
    {
        var problem = Assert.Single(Check.Problems(Base, ("x.yaml", Variant(ablated, "encoder: { posterior: point }"))));
        Assert.StartsWith($"BBG0502 at `{ablated}`: `ablates` is `{ablated}`, which is no key of a spec; expected a key path such as `encoder.backbone`", problem);
    }

    [Fact]
    public void The_base_is_the_spec_that_is_extended_not_the_root() => Check.Specs(
        [Base, ("high.yaml", "variant: High\nextends: base\nencoder: { image: 256 }"), ("x.yaml", "variant: X\nextends: high\nablates: encoder.posterior\nencoder: { posterior: point }")]);

    private static string Variant(string ablated, string change) => $"variant: X\nextends: base\nablates: {ablated}\n{change}\n";
}
