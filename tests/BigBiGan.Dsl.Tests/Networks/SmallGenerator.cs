using BigBiGan.Dsl.Blocks;
using BigBiGan.Dsl.Layers;
using BigBiGan.Dsl.Tensors;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Tests.Networks;

/// <summary>G, put together by hand as the compiler does it. [N, chunks * chunk] -> [N, 3, S, S]</summary>
internal sealed class SmallGenerator : Network
{
    private readonly int _chunk;
    private readonly int _first;
    private readonly SharedEmbedding _shared;
    private readonly SpectralLinear _linear;
    private readonly GeneratorBlock[] _blocks;
    private readonly Attention? _attention;
    private readonly int _attentionAfter;
    private readonly BatchNormRelu _outNorm;
    private readonly SpectralConv2d _outConv;

    /// <param name="channels">Of the stem's output and of each block's.</param>
    /// <param name="attentionAfter">The block before the attention, from 1; 0 for none.</param>
    public SmallGenerator(int chunk, int shared, int[] channels, int attentionAfter = 0)
        : base(nameof(SmallGenerator))
    {
        (_chunk, _attentionAfter, _first) = (chunk, attentionAfter, channels[0]);
        _shared = Register("shared", new SharedEmbedding(shared));
        _linear = Register("linear", new SpectralLinear(chunk, _first * 16));
        _blocks = [.. channels.Skip(1).Select((c, i) => Register($"block{i + 1}", new GeneratorBlock(channels[i], c, chunk + shared, upsample: true)))];
        _attention = attentionAfter > 0 ? Register("attention", new Attention(channels[attentionAfter])) : null;
        _outNorm = Register("out_norm", new BatchNormRelu(channels[^1], 1e-4));
        _outConv = Register("out_conv", new SpectralConv2d(channels[^1], 3, 3));
    }

    public Tensor Forward(Tensor z)
    {
        using var scope = NewDisposeScope();
        var h = MemoryOrder.OfFeatures(_linear.Forward(z.narrow(1, 0, _chunk)), _first, 4);
        for (var i = 0; i < _blocks.Length; i++)
        {
            h = _blocks[i].Forward(h, _shared.Forward(z.narrow(1, (i + 1) * _chunk, _chunk)));
            h = i + 1 == _attentionAfter ? _attention!.Forward(h) : h;
        }

        return _outConv.Forward(_outNorm.Forward(h)).tanh().MoveToOuterDisposeScope();
    }
}
