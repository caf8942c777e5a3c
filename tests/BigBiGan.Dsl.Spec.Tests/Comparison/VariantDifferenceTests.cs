using BigBiGan.Dsl.Spec.Comparison;
using BigBiGan.Dsl.Spec.Planning;
using BigBiGan.Dsl.Spec.Workspace;

namespace BigBiGan.Dsl.Spec.Tests.Comparison;

public sealed class VariantDifferenceTests
{
    [Fact]
    public void A_key_is_told_with_both_values_and_the_files_that_gave_them() => Assert.Equal(
        ["encoder.posterior: gaussian (=) -> point (part.yaml)", "training.steps: 1000 (x.yaml) -> 2000 (y.yaml)"],
        Differences.Between(
            Samples.Fashion,
            "variant: Y\nextends: part\ntraining: { steps: 2k }\n",
            ("part.yaml", "extends: x\nencoder: { posterior: point }\n")).Keys.Lines());

    [Theory]
    [InlineData("variant: Y\nsummary: other words\nextends: x\n")]
    [InlineData("variant: Y\nextends: x\ntraining: { steps: 1000, adam: { beta2: 0.999 } }\n")]
    [InlineData("variant: Y\nextends: x\ngenerator: { blocks: [{ up: 4 }, { up: 4 }, { up: 4 }] }\nencoder: { image: 32 }\n")]
    public void Spelling_and_names_are_no_difference(string second)
    {
        var difference = Differences.Between(Samples.Fashion, second);
        Assert.True(difference.IsNone);
        Assert.All(difference.Networks, network => Assert.Empty(network.Layers));
        Assert.True(difference.Parameters.IsNone);
    }

    [Fact]
    public void What_follows_from_a_key_is_shown_layer_by_layer()
    {
        var difference = Differences.Between(Samples.Fashion, "variant: Y\nextends: x\nencoder: { posterior: point }\n");
        Assert.Equal(["~ output: linear [N, 256] -> [N, 64], 16448 | linear [N, 256] -> [N, 32], 8224"], difference.Of(NetworkRole.Encoder).Lines());
        Assert.All(difference.Networks.Where(network => network.Role != NetworkRole.Encoder), network => Assert.Empty(network.Layers));
        Assert.Equal(-8224, difference.Parameters.After - difference.Parameters.Before);
        Assert.Equal(-256 * 32, difference.MultiplyAdds.After - difference.MultiplyAdds.Before);
        Assert.Equal(100.0 * -8224 / difference.Parameters.Before, difference.Parameters.Percent!.Value, 1e-9);
    }

    [Fact]
    public void A_layer_more_stands_where_it_stands_and_one_less_where_it_stood()
    {
        const string Deeper = "variant: Y\nextends: x\nencoder: { backbone: { depth: [2, 1, 1] } }\n";
        var added = Differences.Between(Samples.Fashion, Deeper).Of(NetworkRole.Encoder);
        Assert.Equal(["norm1", "conv1", "norm2", "conv2", "norm3", "conv3"], added.Layers.Select(layer => layer.Name["stage1Unit2.".Length..]));
        Assert.All(added.Layers, layer => Assert.Equal(("stage1Unit2", true), (layer.Module, layer.Before is null)));

        // the same from the other side, with a change behind it
        var both = Differences.Between("variant: X\nextends: y\nencoder: { backbone: { depth: [2, 1, 1] }, posterior: point }\n", Samples.Fashion).Of(NetworkRole.Encoder);
        Assert.Equal(["stage1Unit2", "output"], both.Layers.Select(layer => layer.Module).Distinct());
        Assert.All(both.Layers.SkipLast(1), layer => Assert.Null(layer.After));
        Assert.NotNull(both.Layers[^1].After);
    }

    [Fact]
    public void A_network_that_is_gone_is_counted_with_all_its_layers()
    {
        var difference = Differences.Between(
            Samples.Fashion, "variant: Y\nextends: x\nencoder: none\ndiscriminator: { H: ~, J: ~ }\nobjective: { scores: [x] }\ntraining: { learning-rate: { E: ~ } }\n");
        Assert.Equal([NetworkRole.Generator, NetworkRole.Encoder, NetworkRole.F, NetworkRole.H, NetworkRole.J, NetworkRole.Scores], difference.Networks.Select(network => network.Role));
        var encoder = difference.Of(NetworkRole.Encoder);
        Assert.Equal(encoder.Parameters.Before, encoder.Layers.Sum(layer => layer.Before!.Parameters));
        Assert.Equal((0, -100.0), (encoder.Parameters.After, encoder.Parameters.Percent));
        Assert.Equal(["- z: spectral linear [N, 128] -> [N, 1], 129", "- joint: spectral linear [N, 128] -> [N, 1], 129"], difference.Of(NetworkRole.Scores).Lines());
        Assert.Contains("encoder: { … } (x.yaml) -> none (y.yaml)", difference.Keys.Lines());
        Assert.Contains("discriminator.H.width: 128 (x.yaml) -> -", difference.Keys.Lines());

        var back = Differences.Between("variant: X\nextends: y\nencoder: none\ndiscriminator: { H: ~, J: ~ }\nobjective: { scores: [x] }\ntraining: { learning-rate: { E: ~ } }\n", Samples.Fashion);
        Assert.Null(back.Of(NetworkRole.Encoder).Parameters.Percent);
        Assert.All(back.Of(NetworkRole.Encoder).Layers, layer => Assert.Null(layer.Before));
    }

    /// <summary>Plans and comparison count alike.</summary>
    [Theory]
    [InlineData(Samples.Fashion, Samples.PlainGan)]
    [InlineData(Samples.Labelled, Samples.PlainGan)]
    [InlineData(Samples.BiGan, Samples.Autoencoder)]
    [InlineData(Samples.LatentRegressor, Samples.Base)]
    public void The_sums_are_those_of_the_plans(string first, string second)
    {
        var difference = Differences.Between(first, second);
        var plans = SpecSet.Read([("x.yaml", first), ("y.yaml", second)]).Specs.Select(spec => spec.Compiled.Plan!).ToList();
        Assert.Equal(new Change(plans[0].Parameters, plans[1].Parameters), difference.Parameters);
        Assert.Equal(new Change(plans[0].MultiplyAdds, plans[1].MultiplyAdds), difference.MultiplyAdds);
        foreach (var network in difference.Networks)
        {
            var moved = network.Layers.Sum(layer => (layer.After?.Parameters ?? 0) - (layer.Before?.Parameters ?? 0));
            Assert.Equal(network.Parameters.After - network.Parameters.Before, moved);
        }
    }
}
