using BigBiGan.Dsl.Spec.Blocks;
using BigBiGan.Dsl.Spec.Canonical;
using BigBiGan.Dsl.Spec.Layers;
using BigBiGan.Dsl.Spec.Planning;
using BigBiGan.Dsl.Spec.Tests.Planning;
using BigBiGan.Dsl.Spec.Workspace;

namespace BigBiGan.Dsl.Spec.Tests.Layers;

/// <summary>Layers of the user's own among the blocks of G and F.</summary>
public sealed class CustomLayerTests
{
    private const string Gate = "layer: gate\nclass: MyLab.Gate\nargument: channels of a gate\nparameters: C / n\nmultiply-adds: C * S * S\nbuffers: 2\n";
    private const string Shrink = "layer: shrink\nclass: MyLab.Shrink\noutput: { channels: 2 * C, size: S / 2 }\nparameters: 0\nmultiply-adds: 0\n";

    [Fact]
    public void A_layer_counts_by_its_file_at_the_place_where_it_stands()
    {
        var plan = Plan("discriminator: { F: { blocks: [{ down: 4 }, { layer: gate, argument: 8 }, { down: 2 }] } }");

        var layer = plan.F!.Module("GateLayer1");
        Assert.Equal((new Shape(16, 16, 16), new Shape(16, 16, 16)), (layer.Input, layer.Output));
        Assert.Equal((2, 4096, 2, 4096), (layer.Parameters, layer.MultiplyAdds, layer.Buffers, layer.SavedActivations));
        Assert.Equal("gateLayer1", Assert.Single(layer.Layers).Name);
    }

    [Fact]
    public void A_shape_rule_moves_what_follows()
    {
        var f = Plan("discriminator: { F: { blocks: [{ down: 4 }, { layer: shrink }, { same: 4 }] } }").F!;
        Assert.Equal((new Shape(16, 16, 16), new Shape(32, 8, 8)), (f.Module("ShrinkLayer1").Input, f.Module("ShrinkLayer1").Output));
        Assert.Equal(new DiscriminatorBlock(32, 16, DiscriminatorBlockKind.Same), f.Module("Block2").Block);
    }

    [Fact]
    public void In_the_generator_a_layer_takes_no_chunk_of_z()
    {
        var generator = Plan("generator: { blocks: [{ layer: gate, argument: 8 }, { up: 4 }, { up: 4 }, { up: 4 }] }").Generator;
        Assert.Equal(new Shape(16, 4, 4), generator.Module("GateLayer1").Input);
        Assert.Equal(8, generator.Module("Stem").Input.Channels); // 32 / 4
    }

    [Fact]
    public void The_size_of_G_counts_the_layers_shape_rules() => Check.Specs(
        Files("generator: { blocks: [{ up: 4 }, { layer: shrink }, { up: 4 }, { up: 4 }] }"),
        "BBG0404 at `[{ up: 4 }, { layer: shrink }, { up: 4 }, { up: 4 }]`: `image.size` is `32` (fashion.yaml:3), but the 3 `up` blocks and `shrink` of `generator.blocks` grow 4x4 to 16x16; expected 32x32");

    [Fact]
    public void Attention_sees_the_channels_that_a_layer_gives() => Check.Specs(
        [.. Files("discriminator: { F: { blocks: [{ down: 4 }, { layer: narrow }, attention, { same: 4 }] } }"), ("narrow.yaml", "layer: narrow\nclass: N\noutput: { channels: C - 4 }\nparameters: 0\nmultiply-adds: 0\n")],
        "BBG0408 at `[{ down: 4 }, { layer: narrow }, attention, { same: 4 }]`: `discriminator.F.blocks[2]` attends on 12 channels, where `discriminator.F.channels` is `4` (fashion.yaml:9); expected a multiple of 8: change the channels or move the attention");

    [Theory]
    [InlineData("{ layer: gate }", "BBG0422 at `[{ down: 4 }, { layer: gate }]`: `discriminator.F.blocks[1]` gives `gate` no argument, which its file asks for; write `{ layer: gate, argument: n }`")]
    [InlineData("{ layer: shrink, argument: 2 }", "BBG0422 at `[{ down: 4 }, { layer: shrink, argument: 2 }]`: `discriminator.F.blocks[1]` gives `shrink` an argument, and its file knows none; write `{ layer: shrink }`")]
    [InlineData("{ layer: gate, argument: 0 }", "BBG0203 at `0`: `discriminator.F.blocks[1].argument` is `0`; expected an integer from 1 to 1048576")]
    [InlineData("{ layer: gate, arguments: 2 }", "BBG0201 at `arguments`: `arguments` is not a key of a layer in a list of blocks; did you mean `argument`?; expected `layer`, and `argument` where the layer takes one")]
    [InlineData("{ layer: Gate }", "BBG0202 at `Gate`: `discriminator.F.blocks[1].layer` is `Gate`; expected a layer's name such as `squeeze-excite`: a small letter, then small letters, digits and `-`")]
    [InlineData("{ layer: gates, argument: 2 }", "BBG0421 at `gates`: no file declares the layer `gates`; expected one with `layer: gates`, its class and its shape rule; did you mean `gate`?")]
    public void A_wrong_use_is_said_in_the_spec(string use, string expected) =>
        Check.Specs(Files($"discriminator: {{ F: {{ blocks: [{{ down: 4 }}, {use}] }} }}"), expected);

    [Theory]
    [InlineData("parameters: C / n", "parameters: C / m", "gate.yaml: BBG0202 at `C / m`: `parameters` is `C / m`, which has `m` at 5, where `C`, `S`, `n`, a number or a bracket was expected")]
    [InlineData("parameters: C / n", "parameters: [C]", "gate.yaml: BBG0202 at `[C]`: `parameters` is a list; expected a formula of `C` (channels of the input), `S` (its height and width), `n` (the argument), whole numbers, `+ - * /` and brackets; every division must come out even")]
    [InlineData("class: MyLab.Gate", "class: MyLab Gate", "gate.yaml: BBG0202 at `MyLab Gate`: `class` is `MyLab Gate`; expected a C# class with its namespace, such as `MyLab.SqueezeExcite`")]
    [InlineData("multiply-adds: C * S * S\n", "", "gate.yaml: BBG0204 at `gate`: `multiply-adds` is missing; expected something like `multiply-adds: 2 * C * C / n`")]
    [InlineData("buffers:", "bufers:", "gate.yaml: BBG0201 at `bufers`: `bufers` is not a key of a layer; did you mean `buffers`?")]
    public void A_wrong_layer_file_is_told_once_there_and_not_in_the_specs_that_use_it(string right, string wrong, string expected) => Check.Specs(
        [("fashion.yaml", Samples.Fashion), ("x.yaml", "variant: X\nextends: fashion\ndiscriminator: { F: { blocks: [{ down: 4 }, { layer: gate, argument: 8 }] } }"), ("gate.yaml", Gate.Replace(right, wrong))],
        expected);

    [Fact]
    public void A_hash_knows_the_class_its_version_and_its_shape_rule_and_no_cost()
    {
        string Hash(string right, string changed) => SpecHash.Of(SpecSet.Read(
            [("fashion.yaml", Samples.Fashion), ("x.yaml", "variant: X\nextends: fashion\ndiscriminator: { F: { blocks: [{ down: 4 }, { layer: gate, argument: 8 }] } }"), ("deep/gate.yaml", Gate.Replace(right, changed))]).Variants.Single(variant => variant.Name == "X"));

        var hash = Hash("class", "class");
        Assert.Equal(hash, Hash("C * S * S", "0"));
        Assert.Equal(hash, Hash("class", "summary: gates\nclass"));
        Assert.NotEqual(hash, Hash("class", "version: 2\nclass"));
        Assert.NotEqual(hash, Hash("MyLab", "YourLab"));
        Assert.NotEqual(hash, Hash("buffers", "output: { size: S / 2 }\nbuffers"));
    }

    [Fact]
    public void A_grid_may_vary_the_layers()
    {
        var set = SpecSet.Read(
        [
            ("fashion.yaml", Samples.Fashion), ("gate.yaml", Gate),
            ("grids/g.yaml", "grid: Gates\nvariants: [../fashion]\nseeds: [0]\ndata: fashion\nproduct: { discriminator.F.blocks: [biggan, [{ down: 4 }, { layer: gate, argument: 8 }], [{ down: 4 }, { layer: gate, argument: 4 }]] }\n"),
        ]);
        Assert.Empty(set.Problems);
        Assert.Equal([0, 1, 1], set.Grids.Single().Cells.Select(cell => cell.Variant.Layers.Count()));
        Assert.Equal(3, set.Grids.Single().Cells.Select(cell => cell.Identity).Distinct().Count());
    }

    private static VariantPlan Plan(string change)
    {
        var files = Files(change);
        Assert.Empty(Check.Problems(files));
        return SpecSet.Read(files).Specs.Single(spec => spec.Path == "x.yaml").Compiled.Plan!;
    }

    private static (string, string)[] Files(string change) =>
        [("fashion.yaml", Samples.Fashion), ("gate.yaml", Gate), ("shrink.yaml", Shrink), ("x.yaml", $"variant: X\nextends: fashion\n{change}")];
}
