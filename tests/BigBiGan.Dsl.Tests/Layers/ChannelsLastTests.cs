using BigBiGan.Dsl.Blocks;
using BigBiGan.Dsl.Randomness;
using BigBiGan.Dsl.Tensors;
using BigBiGan.Dsl.Tests.Golden;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Tests.Layers;

public class ChannelsLastTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void The_order_changes_and_the_values_do_not(int colours)
    {
        using var scope = NewDisposeScope();
        var x = new CounterRandom(1, "x").Normal(CPU, 2, colours, 4, 6);
        Assert.Equal(0, Close.Range(ChannelsLast.From(x) - x));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void The_order_goes_through_every_block(int colours)
    {
        using var scope = NewDisposeScope();
        var x = ChannelsLast.From(new CounterRandom(1, "x").Normal(CPU, 2, colours, 16, 16));
        var first = new DiscriminatorBlock(colours, 16, DiscriminatorBlockKind.First).Forward(x); // [2, 16, 8, 8]
        AssertLast(first);
        AssertLast(new DiscriminatorBlock(16, 8, DiscriminatorBlockKind.Down).Forward(first));
        AssertLast(new Attention(16).Forward(first));
        AssertLast(new Stem(colours, 8, StemKind.ImageNet).Forward(x));
        AssertLast(new Stem(colours, 8, StemKind.Small).Forward(x));
        AssertLast(new Bottleneck(16, 4, 32, 2).Forward(first));
        AssertLast(new ReversibleUnit(16, 4).Forward(first));
        AssertLast(new ReversibleTransition(16, 32).Forward(first));

        var block = new GeneratorBlock(16, 8, 5, upsample: true);
        AssertLast(block.Forward(MemoryOrder.OfFeatures(ones(2, 256), 16, 4), ones(2, 5)));
        block.eval();
        AssertLast(block.Forward(first, ones(2, 5)));
    }

    private static void AssertLast(Tensor h)
    {
        Assert.True(h.size(1) > 1);
        Assert.Equal([h.size(1) * h.size(2) * h.size(3), 1, h.size(1) * h.size(3), h.size(1)], h.stride());
    }
}
