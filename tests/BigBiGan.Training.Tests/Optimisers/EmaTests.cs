using BigBiGan.Training.Optimisers;
using static TorchSharp.torch;

namespace BigBiGan.Training.Tests.Optimisers;

public sealed class EmaTests
{
    [Fact]
    public void Updates_follow_the_formula()
    {
        using var network = new TwoLayers();
        using var ema = new Ema(network, 0.9);
        var expected = Numbers(network.First.weight!);
        for (var step = 0; step < 4; step++)
        {
            Fill(network, step);
            ema.Update();
            var now = Numbers(network.First.weight!);
            expected = [.. expected.Zip(now, (average, value) => (0.9 * average) + (0.1 * value))];
        }

        var found = Numbers(ema.State.Single(s => s.Name == "first.weight").Tensor);
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }

    [Fact]
    public void It_may_begin_once_more_at_the_weights_of_now()
    {
        using var network = new TwoLayers();
        using var ema = new Ema(network, 0.9);
        Fill(network, 3);
        ema.Update();
        ema.Begin();
        Assert.Equal(Numbers(network.First.weight!), Numbers(ema.State.Single(s => s.Name == "first.weight").Tensor));
    }

    [Fact]
    public void Applied_averages_are_in_the_network_until_disposed()
    {
        using var network = new TwoLayers();
        using var ema = new Ema(network, 0.5);
        var average = Numbers(network.First.weight!);
        Fill(network, 7);
        var trained = Numbers(network.First.weight!);
        using (ema.Applied())
        {
            Assert.Equal(average, Numbers(network.First.weight!));
            Assert.Throws<InvalidOperationException>(() => ema.Update());
            Assert.Throws<InvalidOperationException>(() => ema.State);
            Assert.Throws<InvalidOperationException>(ema.Applied);
        }

        Assert.Equal(trained, Numbers(network.First.weight!));
        Assert.Equal(average, Numbers(ema.State.Single(s => s.Name == "first.weight").Tensor));
    }

    [Fact]
    public void Disposing_the_application_twice_returns_once()
    {
        using var network = new TwoLayers();
        using var ema = new Ema(network, 0.5);
        Fill(network, 7);
        var trained = Numbers(network.First.weight!);
        var applied = ema.Applied();
        applied.Dispose();
        applied.Dispose();
        Assert.Equal(trained, Numbers(network.First.weight!));
    }

    private static void Fill(TwoLayers network, int seed)
    {
        using var scope = NewDisposeScope();
        using var withoutGradient = no_grad();
        var index = 0;
        foreach (var parameter in network.parameters())
        {
            parameter.copy_(new BigBiGan.Dsl.Randomness.CounterRandom((ulong)seed, "fill", index++).Normal(CPU, parameter.shape));
        }
    }

    private static double[] Numbers(Tensor tensor)
    {
        using var plain = tensor.detach();
        return [.. plain.data<float>().Select(v => (double)v)];
    }
}
