using BigBiGan.Dsl.Spec.Canonical;

namespace BigBiGan.Dsl.Spec.Tests.Schema;

/// <summary>A part is enough to have a wrong value: it is reported at its own file only.</summary>
public sealed class ValueTests
{
    [Theory]
    [InlineData("training: { batch: many }", "BBG0202 at `many`: `training.batch` is `many`; expected an integer from 2 to 1048576")]
    [InlineData("training: { batch: 1.5 }", "BBG0202 at `1.5`: `training.batch` is `1.5`; expected an integer from 2 to 1048576")]
    [InlineData("training: { batch: [32] }", "BBG0202 at `[32]`: `training.batch` is a list; expected an integer from 2 to 1048576")]
    [InlineData("training: { batch: { size: 32 } }", "BBG0202 at `{ size: 32 }`: `training.batch` is a mapping; expected an integer from 2 to 1048576")]
    [InlineData("training: { batch: 1 }", "BBG0203 at `1`: `training.batch` is `1`; expected an integer from 2 to 1048576")]
    [InlineData("training: { batch: -32 }", "BBG0203 at `-32`: `training.batch` is `-32`; expected an integer from 2 to 1048576")]
    [InlineData("training: { batch: 1e30 }", "BBG0203 at `1e30`: `training.batch` is `1e30`; expected an integer from 2 to 1048576")]
    [InlineData("training: { ema: 1 }", "BBG0203 at `1`: `training.ema` is `1`; expected a number at least 0 and below 1")]
    [InlineData("training: { ema: NaN }", "BBG0202 at `NaN`: `training.ema` is `NaN`; expected a number at least 0 and below 1")]
    [InlineData("training: { ema: Infinity }", "BBG0202 at `Infinity`: `training.ema` is `Infinity`; expected a number at least 0 and below 1")]
    [InlineData("training: { learning-rate: { G: 0 } }", "BBG0203 at `0`: `training.learning-rate.G` is `0`; expected a number above 0 and below 10")]
    [InlineData("training: { augmentation: { flip: yes } }", "BBG0202 at `yes`: `training.augmentation.flip` is `yes`; expected `true` or `false`; did you mean `true`?")]
    [InlineData("image: { colours: 2 }", "BBG0202 at `2`: `image.colours` is `2`; expected `1` or `3`")]
    [InlineData("latent: { prior: uniforme }", "BBG0202 at `uniforme`: `latent.prior` is `uniforme`; expected `normal` or `uniform`; did you mean `uniform`?")]
    [InlineData("encoder: { head: { layers: 0 } }", "BBG0203 at `0`: `encoder.head.layers` is `0`; expected an even integer from 2 to 64")]
    [InlineData("encoder: { head: { layers: 3 } }", "BBG0203 at `3`: `encoder.head.layers` is `3`; expected an even integer from 2 to 64")]
    [InlineData("encoder: { head: 4 }", "BBG0202 at `4`: `encoder.head` is `4`; expected a mapping of `layers` and `width`")]
    [InlineData("encoder: { backbone: { depth: 34 } }", "BBG0202 at `34`: `encoder.backbone.depth` is `34`; expected `50`, `101` or a list of 1 to 8 stages' units such as `[1, 1, 1]`")]
    [InlineData("encoder: { backbone: { depth: [] } }", "BBG0202 at `[]`: `encoder.backbone.depth` is an empty list; expected `50`, `101` or a list of 1 to 8 stages' units such as `[1, 1, 1]`")]
    [InlineData("encoder: { backbone: { depth: [1, 0, 1] } }", "BBG0203 at `0`: `encoder.backbone.depth[1]` is `0`; expected an integer from 1 to 64")]
    [InlineData("objective: { scores: x }", "BBG0202 at `x`: `objective.scores` is `x`; expected a list of `x`, `z` and `xz`, each at most once")]
    [InlineData("objective: { scores: [x, y] }", "BBG0202 at `y`: `objective.scores` has `y`; expected a list of `x`, `z` and `xz`, each at most once")]
    [InlineData("objective: { scores: [x, x] }", "BBG0202 at `x`: `objective.scores` has `x`; expected a list of `x`, `z` and `xz`, each at most once")]
    [InlineData("encoder: nothing", "BBG0202 at `nothing`: `encoder` is `nothing`; expected a mapping of `image`, `backbone`, `head`, `mlp` and `posterior`, or `none`")]
    [InlineData("generator: { blocks: [{ down: 4 }] }", "BBG0202 at `{ down: 4 }`: `generator.blocks[0]` is a mapping of `down`; expected `{ up: n }`, `{ same: n }`, `{ deep-up: n }`, `{ deep-same: n }`, `{ layer: name }` or `attention`")]
    [InlineData("discriminator: { F: { blocks: [{ up: 4 }] } }", "BBG0202 at `{ up: 4 }`: `discriminator.F.blocks[0]` is a mapping of `up`; expected `{ down: n }`, `{ same: n }`, `{ deep-down: n }`, `{ deep-same: n }`, `{ conv: n }`, `{ layer: name }` or `attention`")]
    [InlineData("generator: { blocks: [{ up: 4 }, atention] }", "BBG0202 at `atention`: `generator.blocks[1]` is `atention`; expected `{ up: n }`, `{ same: n }`, `{ deep-up: n }`, `{ deep-same: n }`, `{ layer: name }` or `attention`; did you mean `attention`?")]
    [InlineData("generator: { blocks: [{ up: 4, same: 2 }] }", "BBG0202 at `{ up: 4, same: 2 }`: `generator.blocks[0]` is a mapping of `up` and `same`; expected `{ up: n }`, `{ same: n }`, `{ deep-up: n }`, `{ deep-same: n }`, `{ layer: name }` or `attention`")]
    [InlineData("generator: { blocks: [{ up: 0 }] }", "BBG0203 at `0`: `generator.blocks[0].up` is `0`; expected an integer from 1 to 64")]
    [InlineData("generator: { blocks: bigan }", "BBG0202 at `bigan`: `generator.blocks` is `bigan`; expected `biggan` or `biggan-deep`, or a list of `{ up: n }`, `{ same: n }`, `{ deep-up: n }`, `{ deep-same: n }`, `{ layer: name }` and `attention`")]
    [InlineData("variant: high-res", "BBG0202 at `high-res`: `variant` is `high-res`; expected a class name such as `HighResE`: a capital, then letters and digits; did you mean `HighRes`?")]
    [InlineData("variant: ~", "BBG0202 at `~`: `variant` is empty; expected a class name such as `HighResE`: a capital, then letters and digits")]
    [InlineData("variant:", "BBG0202 at `variant`: `variant` is empty; expected a class name such as `HighResE`: a capital, then letters and digits")]
    [InlineData("extends: base.yaml", "BBG0202 at `base.yaml`: `extends` is `base.yaml`; expected another spec's path from this folder, without ending, such as `base` or `../small/fashion`; did you mean `base`?")]
    [InlineData("extends: /base", "BBG0202 at `/base`: `extends` is `/base`; expected another spec's path from this folder, without ending, such as `base` or `../small/fashion`")]
    [InlineData("summary: [a]", "BBG0202 at `[a]`: `summary` is a list; expected one line of text")]
    [InlineData("ablates: encoder", "BBG0205 at `ablates`: `ablates` has no effect in a part; it compares a variant with its base")]
    public void A_wrong_value_is_underlined(string text, string expected) => Check.Spec(text, expected);

    [Theory]
    [InlineData("trainig: { batch: 32 }", "BBG0201 at `trainig`: `trainig` is not a key of a spec; did you mean `training`?")]
    [InlineData("encoder: { head: { widht: 256 } }", "BBG0201 at `widht`: `widht` is not a key of `encoder.head`; did you mean `width`?")]
    [InlineData("Encoder: { image: 32 }", "BBG0201 at `Encoder`: `Encoder` is not a key of a spec; did you mean `encoder`?")]
    [InlineData("training: { Learning_Rate: 1 }", "BBG0201 at `Learning_Rate`: `Learning_Rate` is not a key of `training`; did you mean `learning-rate`?")]
    [InlineData("encoder: { depth: 50 }", "BBG0201 at `depth`: `depth` is not a key of `encoder`; did you mean `encoder.backbone.depth`?")]
    [InlineData("discriminator: { layers: 8 }", "BBG0201 at `layers`: `layers` is not a key of `discriminator`; did you mean `generator.mlp.layers`, `encoder.head.layers`, `encoder.mlp.layers`, `discriminator.H.layers`, `discriminator.J.layers` or `discriminator.mlp.layers`?")]
    [InlineData("image: { banana: 1 }", "BBG0201 at `banana`: `banana` is not a key of `image`; expected `size`, `colours` or `antialias`")]
    [InlineData("latent.size: 8", "BBG0201 at `latent.size`: `latent.size` is not a key of a spec; did you mean `latent: { size: … }`?")]
    public void An_unknown_key_gets_a_guess(string text, string expected) => Check.Spec(text, expected);

    [Theory]
    [InlineData("120", 120)]
    [InlineData("\"120\"", 120)]
    [InlineData("2^7", 128)]
    [InlineData("1k", 1000)]
    [InlineData("1.5k", 1500)]
    [InlineData("1.1k", 1100)]
    [InlineData("1.2e2", 120)]
    [InlineData("+12", 12)]
    [InlineData("12.0", 12)]
    public void Integers_are_written_as_people_write_them(string written, int expected) =>
        Assert.Equal(expected, Check.Sound("x.yaml", ("x.yaml", Samples.Base.With("width: 4096", $"width: {written}"))).Encoder!.Head!.Width);

    [Theory]
    [InlineData("2e-4", 2e-4)]
    [InlineData("0.0002", 2e-4)]
    [InlineData(".0002", 2e-4)]
    [InlineData("2E-4", 2e-4)]
    [InlineData("1", 1)]
    public void Rates_are_written_as_people_write_them(string written, double expected) =>
        Assert.Equal(expected, Check.Sound("x.yaml", ("x.yaml", Samples.Base.With("D: 2e-4", $"D: {written}"))).Training.DiscriminatorRate);

    [Theory]
    [InlineData("2M", 2_000_000)]
    [InlineData("500k", 500_000)]
    [InlineData("500000", 500_000)]
    [InlineData("5e5", 500_000)]
    [InlineData("2^20", 1_048_576)]
    public void Steps_are_written_as_people_write_them(string written, int expected) =>
        Assert.Equal(expected, Check.Sound("x.yaml", ("x.yaml", Samples.Base.With("500k", written))).Training.Steps);

    [Theory]
    [InlineData("1,5")]
    [InlineData("0x10")]
    [InlineData("1_000", "; did you mean `1000`?")]
    [InlineData("2^")]
    [InlineData("^2")]
    [InlineData("2^2^2")]
    [InlineData("1e3k")]
    [InlineData("k")]
    [InlineData("1 000", "; did you mean `1000`?")]
    [InlineData("١٢")]
    public void Other_spellings_are_no_numbers(string written, string mend = "") => Check.Spec(
        $"training: {{ batch: \"{written}\" }}",
        $"BBG0202 at `\"{written}\"`: `training.batch` is `{written}`; expected an integer from 2 to 1048576{mend}");

    [Fact]
    public void Numbers_do_not_depend_on_the_culture()
    {
        var before = Thread.CurrentThread.CurrentCulture;
        var comma = (System.Globalization.CultureInfo)System.Globalization.CultureInfo.InvariantCulture.Clone();
        comma.NumberFormat.NumberDecimalSeparator = ",";
        comma.NumberFormat.NegativeSign = "−";
        try
        {
            var invariant = CanonicalYaml.Write(Check.Sound("x.yaml", ("x.yaml", Samples.Base)));
            Thread.CurrentThread.CurrentCulture = comma;
            Assert.Equal(invariant, CanonicalYaml.Write(Check.Sound("x.yaml", ("x.yaml", Samples.Base))));
        }
        finally
        {
            Thread.CurrentThread.CurrentCulture = before;
        }
    }

    [Fact]
    public void All_problems_of_a_file_come_out_together() => Check.Spec(
        "image: { size: 3, color: 1 }\nlatent: { size: x }\ntrainings: 1",
        "BBG0203 at `3`: `image.size` is `3`; expected an integer from 4 to 1024",
        "BBG0201 at `color`: `color` is not a key of `image`; did you mean `colours`?",
        "BBG0202 at `x`: `latent.size` is `x`; expected an integer from 1 to 65536",
        "BBG0201 at `trainings`: `trainings` is not a key of a spec; did you mean `training`?");
}
