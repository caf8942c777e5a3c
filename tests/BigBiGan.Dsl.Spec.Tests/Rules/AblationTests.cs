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
    [InlineData("encoder: { posterior: point }\ntraining: { batch: 64 }", "`training.batch` moved from `2048` (base.yaml:17) to `64` (line 5)", "E: output [N, 240] -> [N, 120], parameters 91,612,976 -> 91,121,336 and multiply-adds 1,402,667,008 -> 1,402,175,488")]
    [InlineData("encoder: { posterior: point, image: 256 }", "`encoder.image` moved from `128` (base.yaml:7) to `256` (line 4)", "E: input [N, 3, 128, 128] -> [N, 3, 256, 256], output [N, 240] -> [N, 120], parameters 91,612,976 -> 91,121,336 and multiply-adds 1,402,667,008 -> 5,405,900,800")]
    [InlineData("encoder: { posterior: point, backbone: { stem: small } }", "`encoder.backbone.stem` moved from `imagenet` to `small` (line 4)", "E: output [N, 240] -> [N, 120], parameters 91,612,976 -> 91,113,656 and multiply-adds 1,402,667,008 -> 20,832,550,912")]
    [InlineData("encoder: { posterior: point }\nobjective: { scores: [xz] }\nlatent: { size: 60 }", "`latent.size` moved from `120` (base.yaml:3) to `60` (line 6) and `objective.scores` moved from `[x, z, xz]` (base.yaml:15) to `[xz]` (line 5)", "G: input [N, 120] -> [N, 60], parameters 70,306,116 -> 69,912,516 and multiply-adds 21,121,524,480 -> 21,121,130,880; E: output [N, 240] -> [N, 60], parameters 91,612,976 -> 90,875,516 and multiply-adds 1,402,667,008 -> 1,401,929,728; H: input [N, 120] -> [N, 60], parameters 29,870,080 -> 29,624,320 and multiply-adds 29,851,648 -> 29,605,888; scores: input [N, 5632] -> [N, 2048], output [N, 3] -> [N, 1], parameters 5,635 -> 2,049 and multiply-adds 5,632 -> 2,048")]
    public void A_second_change_is_named_with_what_it_all_comes_to(string change, string moved, string effect) => Check.Specs(
        [Base, ("x.yaml", Variant("encoder.posterior", change))],
        $"BBG0503 at `encoder.posterior`: `ablates` is `encoder.posterior`, but {moved}; expected one change: undo the rest, or widen `ablates`; in effect {effect}");

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
        "BBG0504 at `encoder.posterior`: `ablates` is `encoder.posterior`, but nothing there differs from the base; `training.batch` moved from `2048` (base.yaml:17) to `64` (line 4); no network changes its size");

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
        "BBG0503 at `latent.prior`: `ablates` is `latent.prior`, but `latent.size` moved from `120` (base.yaml:3) to `60` (line 4); expected one change: undo the rest, or widen `ablates`; in effect G: input [N, 120] -> [N, 60], parameters 70,306,116 -> 69,912,516 and multiply-adds 21,121,524,480 -> 21,121,130,880; E: output [N, 240] -> [N, 60], parameters 91,612,976 -> 90,875,516 and multiply-adds 1,402,667,008 -> 1,401,929,728; H: input [N, 120] -> [N, 60], parameters 29,870,080 -> 29,624,320 and multiply-adds 29,851,648 -> 29,605,888");

    [Fact]
    public void Changes_that_only_go_back_together_are_second_changes_all_the_same()
    {
        const string PlainGan = "encoder: none\nobjective: { scores: [x] }\ndiscriminator: { H: ~, J: ~ }\ntraining: { learning-rate: { E: ~ } }";
        var problem = Assert.Single(Check.Problems(Base, ("x.yaml", Variant("generator.channels", "generator: { channels: 32 }\n" + PlainGan))));
        Assert.Contains("BBG0503", problem);
        Assert.Contains("`encoder` moved from `{ … }` (base.yaml:7) to `none` (line 5)", problem);
        Assert.Contains("`discriminator.H.layers` moved from `8` (base.yaml:13) to nothing", problem);
        Assert.Contains("; E: gone with its 91,612,976 parameters; H: gone with its 29,870,080 parameters; J: gone", problem);
    }

    [Fact]
    public void A_second_change_of_two_keys_is_found_beside_what_is_forced() => Check.Specs(
        [("base.yaml", Samples.Base.With("image: 128", "image: 256")), ("x.yaml", Variant("image.size", "image: { size: 256 }\nlatent: { size: 140, prior: uniform }\nencoder: { posterior: tanh }"))],
        "BBG0503 at `image.size`: `ablates` is `image.size`, but `latent.prior` moved from `normal` (base.yaml:3) to `uniform` (line 5) and `encoder.posterior` moved from `gaussian` (base.yaml:10) to `tanh` (line 6); expected one change: undo the rest, or widen `ablates`; in effect G: input [N, 120] -> [N, 140], output [N, 3, 128, 128] -> [N, 3, 256, 256], parameters 70,306,116 -> 81,969,732 and multiply-adds 21,121,524,480 -> 80,250,655,488; E: output [N, 240] -> [N, 140], parameters 91,612,976 -> 91,203,276 and multiply-adds 5,406,392,320 -> 5,405,982,720; F: input [N, 3, 128, 128] -> [N, 3, 256, 256], parameters 86,444,833 -> 97,688,353 and multiply-adds 10,836,639,744 -> 37,331,927,040; H: input [N, 120] -> [N, 140], parameters 29,870,080 -> 29,952,000 and multiply-adds 29,851,648 -> 29,933,568");

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
        Assert.StartsWith($"BBG0502 at `{ablated}`: `ablates` is `{ablated}`, which is not a key of a spec; expected a key path such as `encoder.backbone`", problem);
    }

    [Fact]
    public void The_base_is_the_spec_that_is_extended_not_the_root() => Check.Specs(
        [Base, ("high.yaml", "variant: High\nextends: base\nencoder: { image: 256 }"), ("x.yaml", "variant: X\nextends: high\nablates: encoder.posterior\nencoder: { posterior: point }")]);

    [Fact]
    public void A_network_that_a_second_change_adds_is_named_as_new() => Assert.Contains(
        "; in effect E: new with 54,032 parameters and 12,787,712 multiply-adds; H: new with ",
        Assert.Single(Check.Problems(("base.yaml", Samples.PlainGan), ("x.yaml", Variant("training.batch", "training: { batch: 64, learning-rate: { E: 1e-3 } }\nencoder: { backbone: { family: resnet, depth: [1, 1], stem: small, channels: 16 }, head: { layers: 2, width: 64 } }\nobjective: { scores: [xz] }\ndiscriminator: { H: { layers: 2, width: 8 }, J: { layers: 2, width: 8 } }")))));

    [Fact]
    public void A_base_without_all_its_keys_has_no_networks_to_compare_with() => Check.Specs(
        [("base.yaml", Samples.PlainGan.With("variant: Gan\n", "").With("steps: 1k, ", "")), ("x.yaml", Variant("training.batch", "training: { batch: 64, steps: 1k }\ngenerator: { shared: 64 }"))],
        "BBG0503 at `training.batch`: `ablates` is `training.batch`, but `generator.shared` moved from `128` to `64` (line 5); expected one change: undo the rest, or widen `ablates`");

    private static string Variant(string ablated, string change) => $"variant: X\nextends: base\nablates: {ablated}\n{change}\n";
}
