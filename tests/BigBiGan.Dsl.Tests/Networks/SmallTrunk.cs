using BigBiGan.Dsl.Blocks;
using BigBiGan.Dsl.Layers;
using BigBiGan.Dsl.Tensors;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Tests.Networks;

/// <summary>F. [N, 3, S, S] -> [N, features]</summary>
internal sealed class SmallTrunk : Network
{
    private readonly DiscriminatorBlock[] _blocks;
    private readonly Attention? _attention;

    /// <param name="channels">Of each block's output.</param>
    /// <param name="down">Blocks that halve the size; the rest keep it.</param>
    /// <param name="attention">Whether attention follows the first block.</param>
    public SmallTrunk(int[] channels, int down, bool attention = false)
        : base(nameof(SmallTrunk))
    {
        _blocks = [.. channels.Select((c, i) => Register($"block{i + 1}", new DiscriminatorBlock(i == 0 ? 3 : channels[i - 1], c, Kind(i, down))))];
        _attention = attention ? Register("attention", new Attention(channels[0])) : null;
    }

    public Tensor Forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var h = _blocks[0].Forward(MemoryOrder.Of(x));
        h = _attention is null ? h : _attention.Forward(h);
        foreach (var block in _blocks.Skip(1))
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
