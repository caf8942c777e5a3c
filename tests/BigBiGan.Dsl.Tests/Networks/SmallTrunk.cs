using BigBiGan.Dsl.Blocks;
using BigBiGan.Dsl.Layers;
using BigBiGan.Dsl.Tensors;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Tests.Networks;

/// <summary>F. [N, 3, S, S] -> [N, features]</summary>
internal sealed class SmallTrunk : Network
{
    private readonly DiscriminatorBlock[] blocks;
    private readonly Attention? attention;

    /// <param name="channels">Of each block's output.</param>
    /// <param name="down">Blocks that halve the size; the rest keep it.</param>
    /// <param name="attention">Whether attention follows the first block.</param>
    public SmallTrunk(int[] channels, int down, bool attention = false)
        : base(nameof(SmallTrunk))
    {
        blocks = [.. channels.Select((c, i) => Register($"block{i + 1}", new DiscriminatorBlock(i == 0 ? 3 : channels[i - 1], c, Kind(i, down))))];
        this.attention = attention ? Register("attention", new Attention(channels[0])) : null;
    }

    public Tensor Forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var h = blocks[0].Forward(ChannelsLast.From(x));
        h = attention is null ? h : attention.Forward(h);
        foreach (var block in blocks.Skip(1))
        {
            h = block.Forward(h);
        }

        return Pool.ReluSum(h).MoveToOuterDisposeScope();
    }

    private static DiscriminatorBlockKind Kind(int block, int down) => block switch
    {
        0 => DiscriminatorBlockKind.First,
        _ when block < down => DiscriminatorBlockKind.Down,
        _ => DiscriminatorBlockKind.Same,
    };
}
