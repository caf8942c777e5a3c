using BigBiGan.Dsl.Blocks;
using BigBiGan.Dsl.Initialization;
using BigBiGan.Dsl.Tests.Golden;
using BigBiGan.Dsl.Tests.Networks;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Tests.Initialization;

public class InitializationTests
{
    [Fact]
    public void Orthogonal_weights_have_orthonormal_rows_or_columns()
    {
        using var scope = NewDisposeScope();
        var network = new SmallGenerator(5, 8, [16, 16, 8]);
        Initialize.Orthogonal(network, 1, "G");
        foreach (var (name, weight) in network.named_parameters().Where(p => p.parameter.Dimensions >= 2))
        {
            var rows = weight.detach().flatten(1).to(ScalarType.Float64);
            var gram = rows.shape[0] <= rows.shape[1] ? rows.mm(rows.t()) : rows.t().mm(rows);
            Assert.True(Close.Range(gram - eye(gram.shape[0], dtype: ScalarType.Float64)) < 1e-5, name);
        }
    }

    [Fact]
    public void Everything_but_weights_starts_neutral()
    {
        using var scope = NewDisposeScope();
        var network = new SmallGenerator(2, 8, [8, 8, 8], attentionAfter: 2);
        Initialize.Orthogonal(network, 1, "G");
        var state = network.state_dict();
        Assert.All(state.Where(s => s.Key.EndsWith(".bias") || s.Key.EndsWith("running_mean") || s.Key.EndsWith("gamma")), s => Assert.Equal(0, Close.Range(s.Value)));
        Assert.All(state.Where(s => s.Key.EndsWith("running_var") || s.Key == "out_norm.weight"), s => Assert.Equal(0, Close.Range(s.Value - 1)));
        Assert.All(state.Where(s => s.Key.EndsWith("u0")), s => Assert.True(Close.Range(s.Value) > 0.01, s.Key));
    }

    [Fact]
    public void He_weights_have_the_variance_of_their_fan_in()
    {
        using var scope = NewDisposeScope();
        var block = new Bottleneck(256, 64, 256, 1);
        Initialize.He(block, 1, "E");
        foreach (var (name, weight) in block.named_parameters().Where(p => p.parameter.Dimensions >= 2))
        {
            var expected = 2.0 / (weight.numel() / weight.shape[0]);
            Assert.InRange(weight.detach().var().item<float>() / expected, 0.95, 1.05);
        }
    }

    [Fact]
    public void Weights_of_fixed_width_ask_for_no_fan_in()
    {
        using var scope = NewDisposeScope();
        foreach (var (input, output) in new[] { (50, 1024), (1024, 784) })
        {
            var layer = new LinearBatchNormRelu(input, output, 0.2);
            Initialize.Fixed(layer, 1, "D");
            Assert.InRange(layer.get_parameter("linear.weight")!.detach().std().item<float>(), 0.0195, 0.0205);
        }
    }

    [Fact]
    public void A_layer_keeps_its_values_when_another_one_changes()
    {
        using var scope = NewDisposeScope();
        var (small, large) = (new SmallGenerator(2, 8, [8, 8, 8]), new SmallGenerator(2, 8, [8, 8, 8, 4]));
        Initialize.Orthogonal(small, 7, "G");
        Initialize.Orthogonal(large, 7, "G");
        Assert.Equal(0, Close.Range(small.state_dict()["block2.conv1.weight"] - large.state_dict()["block2.conv1.weight"]));
    }

    [Fact]
    public void Seed_and_purpose_and_layer_give_different_values()
    {
        using var scope = NewDisposeScope();
        var values = new[] { (1UL, "G"), (2UL, "G"), (1UL, "D") }
            .Select(key =>
            {
                var network = new SmallGenerator(2, 8, [8, 8, 8]);
                Initialize.Orthogonal(network, key.Item1, key.Item2);
                return network.state_dict();
            })
            .SelectMany(state => new[] { state["block1.conv2.weight"], state["block2.conv2.weight"] })
            .ToArray();
        for (var i = 0; i < values.Length; i++)
        {
            Assert.All(values.Skip(i + 1), other => Assert.True(Close.Range(values[i] - other) > 0.01));
        }
    }
}
