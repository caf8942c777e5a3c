using BigBiGan.Dsl.Layers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace BigBiGan.Dsl.Blocks;

public enum StemKind
{
    /// <summary>7x7 of stride 2, then a 3x3 max pool of stride 2.</summary>
    ImageNet,

    /// <summary>3x3 of stride 1: for images of 32 to 64 px.</summary>
    Small,
}

/// <summary>
/// The encoder's first convolution, without norm or bias. [N, colours, H, W] -> [N, channels, H/4, W/4], or H, W of the
/// small kind
/// </summary>
public sealed class Stem : Network
{
    private readonly StemKind _kind;

    public Stem(int colours, int channels, StemKind kind)
        : base(nameof(Stem))
    {
        _kind = kind;
        Conv = Register("conv", kind switch
        {
            StemKind.ImageNet => new Conv2d(colours, channels, 7, stride: 2),
            StemKind.Small => new Conv2d(colours, channels, 3),
        });
    }

    public Conv2d Conv { get; }

    public Tensor Forward(Tensor x)
    {
        if (_kind == StemKind.Small)
        {
            return Conv.Forward(x);
        }

        using var wide = Conv.Forward(x);
        return functional.max_pool2d(wide, 3, 2, 1);
    }
}
