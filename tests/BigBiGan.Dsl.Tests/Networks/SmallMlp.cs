using BigBiGan.Dsl.Blocks;
using BigBiGan.Dsl.Layers;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Tests.Networks;

/// <summary>H and J. [N, input] -> [N, width]</summary>
internal sealed class SmallMlp : Network
{
    private readonly SpectralMlpBlock[] _blocks;

    public SmallMlp(int input, int width, int layers)
        : base(nameof(SmallMlp)) =>
        _blocks = [.. Enumerable.Range(0, layers / 2).Select(i =>
            Register($"block{i + 1}", new SpectralMlpBlock(i == 0 ? input : width, width, preActivation: i > 0)))];

    public Tensor Forward(Tensor z)
    {
        using var scope = NewDisposeScope();
        return _blocks.Aggregate(z, (h, block) => block.Forward(h)).relu().MoveToOuterDisposeScope();
    }
}
