using BigBiGan.Dsl.Spec.Blocks;
using BigBiGan.Dsl.Spec.Model;
using BigBiGan.Dsl.Spec.Resolution;
using BigBiGan.Dsl.Spec.Text;
using BigBiGan.Dsl.Spec.Workspace;

namespace BigBiGan.Dsl.Spec.Tests.Resolution;

public sealed class ExtendsTests
{
    [Fact]
    public void The_specs_of_the_design_are_sound() => Check.Specs([.. Samples.Imagenet(("small/fashion.yaml", Samples.Fashion))]);

    [Fact]
    public void A_variant_inherits_through_every_file_of_its_chain()
    {
        var variant = Check.Sound("imagenet/revnet-x4.yaml", Samples.Imagenet());
        Assert.Equal("imagenet/high-res-e", variant.Base);
        Assert.Equal("encoder.backbone", variant.Ablates);
        Assert.Equal("", variant.Summary); // belongs to its file
        Assert.Equal(256, variant.Encoder!.Image);
        Assert.Equal(new BackboneSpec(BackboneFamily.RevNet, EquatableArray.Of(3, 4, 6, 3), 4, 64, StemKind.ImageNet, MemoryKind.Stored), variant.Encoder.Backbone);
        Assert.Equal(new MlpSpec(4, 4096), variant.Encoder.Head);
        Assert.Equal(5e-5, variant.Training.EncoderRate);
    }

    [Fact]
    public void A_base_in_another_folder_is_named_from_the_specs_own()
    {
        var variant = Check.Sound("small/deep/x.yaml", [.. Samples.Imagenet(), ("small/deep/x.yaml", "variant: X\nextends: ../../imagenet/base\nencoder: { backbone: { depth: 101 } }")]);
        Assert.Equal("imagenet/base", variant.Base);
        Assert.Equal("small/deep/x", variant.Path);
        Assert.Equal(EquatableArray.Of(3, 4, 23, 3), variant.Encoder!.Backbone!.Depth);
    }

    [Fact]
    public void Lists_and_values_replace_and_mappings_merge()
    {
        var variant = Check.Sound("x.yaml", ("base.yaml", Samples.Base), ("x.yaml", "variant: X\nextends: base\nobjective: { scores: [xz] }\ntraining: { learning-rate: { E: 1e-3 } }"));
        Assert.Equal(new ScoresSpec(X: false, Z: false, Joint: true), variant.Objective.Scores);
        Assert.Equal((5e-5, 2e-4, 1e-3), (variant.Training.GeneratorRate, variant.Training.DiscriminatorRate, variant.Training.EncoderRate));
    }

    [Fact]
    public void A_null_removes_an_inherited_key_and_its_default_comes_back() =>
        Assert.Equal(0, Check.Sound("x.yaml", ("base.yaml", Samples.Fashion), ("x.yaml", "variant: X\nextends: base\ntraining: { adam: ~ }")).Training.Beta1);

    [Fact]
    public void A_null_removes_only_what_is_there() => Check.Specs(
        [("base.yaml", Samples.Fashion), ("x.yaml", "variant: X\nextends: base\nencoder: { image: ~ }\ngenerator: { blocks: null }")],
        "BBG0303 at `image`: `encoder.image` is empty, which removes an inherited key, but no base has it; give a value or remove the line",
        "BBG0303 at `blocks`: `generator.blocks` is empty, which removes an inherited key, but no base has it; give a value or remove the line");

    [Fact]
    public void A_part_declares_nothing_and_may_leave_keys_out() =>
        Assert.Empty(SpecSet.Read([("part.yaml", "latent: { size: 8 }\ntraining: { batch: 32 }")]).Variants);

    [Theory]
    [InlineData("bass", "`extends` is `bass`, but there is no small/bass.yaml among the specs; did you mean `base`?")]
    [InlineData("../imagenets/base", "`extends` is `../imagenets/base`, but there is no imagenets/base.yaml among the specs; did you mean `../imagenet/base`?")]
    [InlineData("zebra", "`extends` is `zebra`, but there is no small/zebra.yaml among the specs")]
    [InlineData("../../base", "`extends` is `../../base`, which leaves the models folder")]
    public void An_unknown_base_gets_a_guess(string extends, string message) => Check.Specs(
        [("small/a.yaml", $"extends: {extends}\nlatent: {{ size: 8 }}"), ("small/base.yaml", "latent: { size: 8 }"), ("imagenet/base.yaml", "latent: { size: 8 }")],
        $"small/a.yaml: BBG0301 at `{extends}`: {message}");

    [Fact]
    public void A_circle_is_reported_once_and_not_by_those_who_lead_into_it() => Check.Specs(
        [("c.yaml", "extends: a"), ("b.yaml", "extends: c"), ("a.yaml", "extends: b"), ("d.yaml", "variant: D\nextends: c")],
        "a.yaml: BBG0302 at `b`: the specs extend each other in a circle: a.yaml -> b.yaml -> c.yaml -> a.yaml");

    [Fact]
    public void A_spec_that_extends_itself_is_a_circle() => Check.Spec(
        "variant: X\nextends: x",
        "BBG0302 at `x`: the specs extend each other in a circle: x.yaml -> x.yaml");

    [Fact]
    public void A_name_is_free_in_another_folder() =>
        Check.Specs([("a/x.yaml", Samples.Fashion), ("b/x.yaml", Samples.Fashion)]);

    [Fact]
    public void A_missing_key_is_reported_at_the_variants_name_with_its_group() => Check.Spec(
        Samples.Fashion.With("latent: { size: 32 }\n", "").With("  H: { layers: 8, width: 128 }\n", "").With("width: 256", ""),
        "BBG0204 at `Fashion`: `discriminator.H` is missing; expected something like `discriminator: { H: { layers: 8, width: 2048 } }`",
        "BBG0204 at `Fashion`: `encoder.head.width` is missing; expected something like `encoder: { head: { width: 4096 } }`",
        "BBG0204 at `Fashion`: `latent` is missing; expected something like `latent: { size: 120 }`");

    [Fact]
    public void A_missing_encoder_could_be_none() => Check.Spec(
        Samples.PlainGan.With("encoder: none\n", ""),
        "BBG0204 at `Gan`: `encoder` is missing; expected something like `encoder: { backbone: { family: resnet, depth: 50 }, head: { layers: 4, width: 4096 } }`, or `encoder: none` for a plain GAN");

    [Fact]
    public void A_misspelt_key_is_not_missing_as_well() => Check.Spec(
        Samples.Fashion.With("width: 256", "widht: 256"),
        "BBG0201 at `widht`: `widht` is not a key of `encoder.head`; did you mean `width`?");

    [Fact]
    public void A_fault_of_a_base_is_reported_at_the_base_alone() => Check.Specs(
        [("base.yaml", Samples.Base.With("batch: 2048", "batch: 1")), ("x.yaml", "variant: X\nextends: base\nencoder: { image: 256 }"), ("y.yaml", "variant: Y\nextends: x")],
        "base.yaml: BBG0203 at `1`: `training.batch` is `1`; expected an integer from 2 to 1048576");

    [Fact]
    public void A_shape_fault_of_a_base_is_reported_at_the_base_alone() => Check.Specs(
        [("base.yaml", Samples.Base.With("size: 120", "size: 100")), ("x.yaml", "variant: X\nextends: base\nencoder: { image: 256 }")],
        "base.yaml: BBG0401 at `100`: `latent.size` is `100`; the stem and 5 residual blocks of G (line 5) each take an equal chunk of z: expected a multiple of 6, such as 102");

    [Fact]
    public void A_descendant_of_a_faulty_base_still_reports_its_own_faults() => Check.Specs(
        [("base.yaml", Samples.Base.With("batch: 2048", "batch: 1")), ("x.yaml", "variant: X\nextends: base\nimage: { colors: 1 }"), ("y.yaml", "variant: Y\nextends: base\nencoder: { image: 100 }")],
        "base.yaml: BBG0203 at `1`: `training.batch` is `1`; expected an integer from 2 to 1048576",
        "BBG0201 at `colors`: `colors` is not a key of `image`; did you mean `colours`?");

    [Fact]
    public void A_base_that_is_no_YAML_is_reported_once() => Check.Specs(
        [("base.yaml", "variant: [Base"), ("x.yaml", "variant: X\nextends: base")],
        "base.yaml: BBG0101 at `[`: `[` is never closed; expected `]`");

    [Fact]
    public void A_variant_that_mends_its_base_is_sound() =>
        Assert.Equal(
            ["base.yaml: BBG0401 at `100`: `latent.size` is `100`; the stem and 5 residual blocks of G (line 5) each take an equal chunk of z: expected a multiple of 6, such as 102"],
            Check.Problems(("base.yaml", Samples.Base.With("size: 120", "size: 100")), ("x.yaml", "variant: X\nextends: base\nlatent: { size: 60 }")));

    [Fact]
    public void A_value_of_a_part_is_quoted_with_its_file_at_the_variants_name() => Check.Specs(
        [("small/base.yaml", Samples.Base.With("variant: Base\n", "").With("size: 120", "size: 100")), ("x.yaml", "variant: X\nextends: small/base")],
        "BBG0401 at `X`: `latent.size` is `100` (small/base.yaml:2); the stem and 5 residual blocks of G (small/base.yaml:4) each take an equal chunk of z: expected a multiple of 6, such as 102");

    [Fact]
    public void Chains_of_equal_files_are_equal()
    {
        SpecChain Chain(string comment) => new SpecIndex(Samples.Imagenet(("a.yaml", comment)).Select(file => SpecReader.Read(file.Path, file.Text).File)).Chain("imagenet/revnet-x4.yaml");
        Assert.Equal(Chain("# one"), Chain("image: { size: 8 }"));
        Assert.Equal(["imagenet/revnet-x4.yaml", "imagenet/high-res-e.yaml", "imagenet/base.yaml"], Chain("").Files.Select(file => file.Path));
    }
}
