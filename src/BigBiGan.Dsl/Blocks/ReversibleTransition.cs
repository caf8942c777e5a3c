using BigBiGan.Dsl.Layers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace BigBiGan.Dsl.Blocks;

/// <summary>Between reversible stages: 2x2 mean and zero channels, half on each side. [N, input, H, W] -> [N, output, H/2, W/2]</summary>
public sealed class ReversibleTransition(int input, int output) : Network(nameof(ReversibleTransition))
{
    // Last dimension first: W, H, C.
    private readonly long[] _padding = [0, 0, 0, 0, (output - input) / 2, output - input - ((output - input) / 2)];

    public Tensor Forward(Tensor x)
    {
        using var small = Pool.Average(x, 2);
        return functional.pad(small, _padding);
    }
}
