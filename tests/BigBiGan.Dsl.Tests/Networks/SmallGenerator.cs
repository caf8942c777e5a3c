using BigBiGan.Dsl.Blocks;
using BigBiGan.Dsl.Layers;
using BigBiGan.Dsl.Tensors;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Tests.Networks;

/// <summary>G, put together by hand as the compiler does it. [N, chunks * chunk] -> [N, 3, S, S]</summary>
internal sealed class SmallGenerator : Network
{
    private readonly int chunk;
    private readonly int first;
    private readonly SharedEmbedding shared;
    private readonly SpectralLinear linear;
    private readonly GeneratorBlock[] blocks;
    private readonly Attention? attention;
    private readonly int attentionAfter;
    private readonly BatchNormRelu outNorm;
    private readonly SpectralConv2d outConv;

    /// <param name="channels">Of the stem's output and of each block's.</param>
    /// <param name="attentionAfter">The block before the attention, from 1; 0 for none.</param>
    public SmallGenerator(int chunk, int shared, int[] channels, int attentionAfter = 0)
        : base(nameof(SmallGenerator))
    {
        (this.chunk, this.attentionAfter, first) = (chunk, attentionAfter, channels[0]);
        this.shared = Register("shared", new SharedEmbedding(shared));
        linear = Register("linear", new SpectralLinear(chunk, first * 16));
        blocks = [.. channels.Skip(1).Select((c, i) => Register($"block{i + 1}", new GeneratorBlock(channels[i], c, chunk + shared, upsample: true)))];
        attention = attentionAfter > 0 ? Register("attention", new Attention(channels[attentionAfter])) : null;
        outNorm = Register("out_norm", new BatchNormRelu(channels[^1], 1e-4));
        outConv = Register("out_conv", new SpectralConv2d(channels[^1], 3, 3));
    }

    public Tensor Forward(Tensor z)
    {
        using var scope = NewDisposeScope();
        var h = ChannelsLast.FromFeatures(linear.Forward(z.narrow(1, 0, chunk)), first, 4);
        for (var i = 0; i < blocks.Length; i++)
        {
            h = blocks[i].Forward(h, shared.Forward(z.narrow(1, (i + 1) * chunk, chunk)));
            h = i + 1 == attentionAfter ? attention!.Forward(h) : h;
        }

        return outConv.Forward(outNorm.Forward(h)).tanh().MoveToOuterDisposeScope();
    }
}
