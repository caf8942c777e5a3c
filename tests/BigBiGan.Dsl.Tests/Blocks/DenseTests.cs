using BigBiGan.Dsl.Blocks;
using BigBiGan.Dsl.Initialization;
using BigBiGan.Dsl.Randomness;
using TorchSharp;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Tests.Blocks;

public sealed class DenseTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(0.2)]
    public void A_hidden_layer_is_linear_norm_and_leak(double slope)
    {
        using var scope = NewDisposeScope();
        var layer = new LinearBatchNormRelu(5, 4, slope);
        Initialize.He(layer, 1, "layer");
        layer.to(float64);
        var x = new CounterRandom(1, "x").Normal(CPU, 7, 5).to(float64);

        var found = layer.Forward(x);

        var mapped = x.mm(layer.get_parameter("linear.weight")!.t());
        var centred = mapped - mapped.mean([0], keepdim: true);
        var normed = centred / (centred.square().mean([0], keepdim: true) + 1e-5).sqrt();
        var expected = normed.clamp_min(0) + (slope * normed.clamp_max(0));
        Assert.True((expected - found).abs().max().item<double>() < 1e-12);
        Assert.Equal(["linear.weight"], layer.named_parameters().Select(entry => entry.name));
    }

    [Fact]
    public void The_first_layer_is_linear_and_leak()
    {
        using var scope = NewDisposeScope();
        var layer = new LinearLeakyRelu(5, 4, 0.2);
        Initialize.He(layer, 1, "layer");
        layer.to(float64);
        var x = new CounterRandom(1, "x").Normal(CPU, 7, 5).to(float64);

        var found = layer.Forward(x);

        var mapped = x.mm(layer.get_parameter("linear.weight")!.t());
        Assert.True((mapped.clamp_min(0) + (0.2 * mapped.clamp_max(0)) - found).abs().max().item<double>() < 1e-12);
        Assert.Equal(["linear.weight"], layer.state_dict().Keys);
    }

    [Fact]
    public void Halves_of_a_joined_batch_are_two_separate_batches_in_value_and_gradient()
    {
        using var scope = NewDisposeScope();
        var (joined, apart) = (Layer(halves: true), Layer(halves: false));
        var x = new CounterRandom(1, "x").Normal(CPU, 12, 5).to(float64);
        x.narrow(0, 6, 6).add_(3); // the halves differ in their means, as the two kinds of pairs do
        var weights = new CounterRandom(1, "weights").Normal(CPU, 12, 4).to(float64);
        var (xJoined, xApart) = (x.clone().requires_grad_(), x.clone().requires_grad_());

        var found = joined.Forward(xJoined);
        (found * weights).sum().backward();
        var expected = cat([apart.Forward(xApart.narrow(0, 0, 6)), apart.Forward(xApart.narrow(0, 6, 6))]);
        (expected * weights).sum().backward();

        Near(expected, found);
        Near(xApart.grad!, xJoined.grad!);
        Near(apart.Linear.get_parameter("weight")!.grad!, joined.Linear.get_parameter("weight")!.grad!);
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(1.0)]
    [InlineData(0.0)]
    public void Both_halves_have_the_same_share_in_the_running_statistics(double momentum)
    {
        using var scope = NewDisposeScope();
        var layer = Layer(halves: true);
        layer.Norm.Momentum = momentum;
        var x = new CounterRandom(1, "x").Normal(CPU, 12, 5).to(float64);

        using var output = layer.Forward(x);

        var halves = layer.Linear.Forward(x).view(2, 6, 4);
        Near(momentum * halves.mean([1]).mean([0]), layer.Norm.get_buffer("running_mean")!);
        Near((1 - momentum) + (momentum * halves.var(1).mean([0])), layer.Norm.get_buffer("running_var")!);
    }

    [Fact]
    public void In_evaluation_halves_change_nothing()
    {
        using var scope = NewDisposeScope();
        var (joined, whole) = (Layer(halves: true), Layer(halves: false));
        joined.eval();
        whole.eval();
        var x = new CounterRandom(1, "x").Normal(CPU, 7, 5).to(float64);
        Near(whole.Forward(x), joined.Forward(x));
    }

    private static LinearBatchNormRelu Layer(bool halves)
    {
        var layer = new LinearBatchNormRelu(5, 4, 0.2, halves);
        Initialize.He(layer, 1, "layer");
        layer.to(float64);
        return layer;
    }

    private static void Near(Tensor expected, Tensor found)
    {
        Assert.Equal(expected.shape, found.shape);
        Assert.True((expected - found).abs().max().item<double>() < 1e-12);
    }
}
